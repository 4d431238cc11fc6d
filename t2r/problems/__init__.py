"""Problem management beside a case: its life as a process, target times, causes, known problems, plans, reviews, reports."""
