"""The Trouble-to-Resolve assistant: from an agent's question to a cited answer or an honest next check."""

from t2r.answers import Answer, Context, Decision, Turn
from t2r.assistant import Assistant
from t2r.settings import Settings

__all__ = ["Answer", "Assistant", "Context", "Decision", "Settings", "Turn"]
