"""Every setting of the assistant, read once from the environment (`T2R_…`) or given by the caller."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

URL = r"^https?://[^\s/@]+(/\S*)?$"  # without a user or password in it


class Settings(BaseSettings):
    """Settings; each can be given as an environment variable, `T2R_` and the name in capitals."""

    model_config = SettingsConfigDict(env_prefix="T2R_", frozen=True, extra="forbid", hide_input_in_errors=True)

    data_dir: Annotated[Path, Field(description="Folder of the knowledge base, the network and the database")] = (
        user_data_path("t2r")
    )
    database_url: Annotated[
        str | None,
        Field(
            repr=False,  # it may hold a password
            description="URL of the database, such as postgresql://user:password@host/name; a file in the data folder if none",
        ),
    ] = None
    model_dir: Annotated[Path | None, Field(description="Folder of exported models; the user's cache by default")] = (
        None
    )
    host: Annotated[str, Field(description="Address to serve on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="Port to serve on; 0 takes a free one")] = 8000
    chat_model: Annotated[
        str | None, Field(description="LangChain chat model as provider:model; none: answers are extractive")
    ] = None
    chat_timeout: Annotated[float, Field(gt=0, description="Seconds to wait for the chat model")] = 20.0
    answer_from: Annotated[
        float | None, Field(ge=0, le=1, description="Confidence from which an answer is given; the trained one if none")
    ] = None
    suggest_from: Annotated[
        float | None,
        Field(ge=0, le=1, description="Confidence from which a suggestion is made; the trained one if none"),
    ] = None
    map_style: Annotated[
        str | None,
        Field(
            pattern=r"^https?://[\w.:\[\]-]+(/\S*)?$",
            description="URL of a MapLibre style for the base map; its tiles must come from the same origin. Nothing is loaded "
            "from elsewhere if none",
        ),
    ] = None
    badge_rules: Annotated[Path | None, Field(description="YAML file of the badge rules; the shipped ones if none")] = (
        None
    )
    flows: Annotated[
        Path | None, Field(description="Folder of flow files with their vocabulary.yaml; the starter flows if none")
    ] = None
    binding: Annotated[
        str, Field(description="Binding of the flows to the tools: one that ships, by its name, or a file")
    ] = "sandbox"
    catalogue: Annotated[
        str | None,
        Field(
            description="MODULE:NAME of the function that gives a case's tools; without it people are asked everything"
        ),
    ] = None
    outage_report_lines: Annotated[
        int,
        Field(
            ge=0,
            description="Lines from which an outage of the network gets its case before anybody calls; 0: when the first one calls",
        ),
    ] = 10
    policy: Annotated[
        Path | None, Field(description="Decision table (DMN) of what may be done; the shipped one if none")
    ] = None
    case_codes: Annotated[
        Path | None, Field(description="YAML file of causes, resolutions and priorities; the shipped one if none")
    ] = None
    customers: Annotated[
        str | None,
        Field(
            description="Master of customers' records: URL of a TMF629 API, or MODULE:NAME of a function that gives a directory; "
            "the database if none"
        ),
    ] = None
    customers_token: Annotated[str | None, Field(repr=False, description="Bearer token for that API")] = None
    customer_rules: Annotated[
        Path | None, Field(description="YAML file of the rules about customers; the shipped ones if none")
    ] = None
    journeys: Annotated[
        Path | None, Field(description="Folder of forms that are added to the shipped ones, or replace them by name")
    ] = None
    orders: Annotated[
        Path | None,
        Field(
            description="Folder of the operator's catalogue.yaml, conditions.dmn and priority.dmn for orders; the shipped ones "
            "where it has none"
        ),
    ] = None
    order_workers: Annotated[
        int, Field(ge=0, le=32, description="Workers on orders in each process of the server; 0: others do it")
    ] = 1
    cti_platforms: Annotated[
        Path | None,
        Field(description="YAML file that maps telephone systems' events to ours; the shipped one if none"),
    ] = None
    oidc_issuer: Annotated[
        str | None,
        Field(
            description="The operator's identity provider, as its tokens name it (`iss`); none: tokens of `t2r token` only"
        ),
    ] = None
    oidc_audience: Annotated[str | None, Field(description="Whom the provider's tokens must be meant for (`aud`)")] = (
        None
    )
    oidc_jwks: Annotated[
        str | None,
        Field(description="Where the provider's public keys are: an https URL, an http one of this machine, or a file"),
    ] = None
    oidc_algorithms: Annotated[
        str,
        Field(description="Signatures that are taken, separated by commas: RS256, PS256, ES256, EdDSA and their kin"),
    ] = "RS256"
    oidc_leeway: Annotated[
        int, Field(ge=0, le=300, description="Seconds that the provider's clock may differ from ours")
    ] = 30
    oidc_name: Annotated[str, Field(description="Claim that names the caller; it must be one of a kind")] = "sub"
    oidc_roles: Annotated[
        str, Field(description="Claim with the caller's roles or groups; dots lead into it: realm_access.roles")
    ] = "roles"
    oidc_role_names: Annotated[
        dict[str, str],
        Field(
            description='What the provider calls a role, as JSON: {"CC Team Leads": "lead"}; our own names if it is empty'
        ),
    ] = {}
    oidc_client_id: Annotated[
        str | None,
        Field(description="What the provider calls the page, so that people sign in there; none: they do not"),
    ] = None
    oidc_client_secret: Annotated[
        str | None, Field(repr=False, description="The secret of that client; none if it is a public one")
    ] = None
    oidc_scope: Annotated[
        str, Field(pattern=r"^(\S+ )*openid( \S+)*$", description="What is asked for when somebody signs in")
    ] = "openid profile"
    oidc_session_minutes: Annotated[
        int, Field(ge=1, le=600, description="How long somebody who signed in there stays signed in here")
    ] = 600
    public_url: Annotated[
        str | None,
        Field(
            pattern=r"^https?://[\w.:\[\]-]+$",
            description="Where browsers find this server, such as https://t2r.example; as they name it if none",
        ),
    ] = None
    roles: Annotated[Path | None, Field(description="YAML file of what each role may do; the shipped one if none")] = (
        None
    )
    rate_limit: Annotated[int, Field(ge=0, description="Requests a minute of one person; 0: any number")] = 600
    rate_limit_machine: Annotated[int, Field(ge=0, description="Requests a minute of one program; 0: any number")] = (
        6000
    )
    cors_origins: Annotated[
        str, Field(description="Origins, separated by commas, whose pages may call the API with a token of their own")
    ] = ""
    frame_ancestors: Annotated[
        str, Field(description="Origins, separated by commas, that may show the page in a frame")
    ] = ""
    callback_hosts: Annotated[
        str,
        Field(
            description="Hosts, addresses or networks, separated by commas, that events may be sent to although they are not public"
        ),
    ] = ""
    callback_access: Annotated[
        Path | None,
        Field(description="File that says, for each origin of callbacks that asks for it, how we show it who we are"),
    ] = None
    smtp_url: Annotated[
        str | None,
        Field(
            repr=False,  # it may hold a password
            pattern=r"^smtps?://",
            description="Server that e-mail to customers is sent through, as smtp://user:password@host:587; recorded if none",
        ),
    ] = None
    operator_tickets_url: Annotated[
        str | None,
        Field(
            pattern=URL, description="The operator's own ticket system: URL of its TMF621 API, ending with /v4 or /v5"
        ),
    ] = None
    operator_interactions_url: Annotated[
        str | None, Field(pattern=URL, description="Where contacts are told to: URL of the CRM's TMF683 API")
    ] = None
    operator_alarms_url: Annotated[
        str | None, Field(pattern=URL, description="The operator's fault management: URL of its TMF642 API")
    ] = None
    operator_tickets_token: Annotated[
        str | None, Field(repr=False, description="Bearer token for the ticket system")
    ] = None
    operator_interactions_token: Annotated[str | None, Field(repr=False, description="Bearer token for TMF683")] = None
    operator_alarms_token: Annotated[str | None, Field(repr=False, description="Bearer token for TMF642")] = None
    operator_device_url: Annotated[
        str | None,
        Field(pattern=URL, description="The operator's device inventory: URL of its TMF652 API; embedded if none"),
    ] = None
    operator_device_token: Annotated[
        str | None, Field(repr=False, description="Bearer token for the device inventory")
    ] = None
    operator_number_url: Annotated[
        str | None,
        Field(pattern=URL, description="The operator's number inventory: URL of its TMF652 API; embedded if none"),
    ] = None
    operator_number_token: Annotated[
        str | None, Field(repr=False, description="Bearer token for the number inventory")
    ] = None
    operator_network_url: Annotated[
        str | None,
        Field(pattern=URL, description="The operator's network inventory: URL of its TMF641 API; embedded if none"),
    ] = None
    operator_network_token: Annotated[
        str | None, Field(repr=False, description="Bearer token for the network inventory")
    ] = None
    operator_appointment_url: Annotated[
        str | None,
        Field(
            pattern=URL, description="The operator's workforce's appointments: URL of its TMF646 API; embedded if none"
        ),
    ] = None
    operator_appointment_token: Annotated[
        str | None, Field(repr=False, description="Bearer token for the appointments")
    ] = None
    operator_line_url: Annotated[
        str | None, Field(pattern=URL, description="The operator's line tests: URL of its TMF653 API; embedded if none")
    ] = None
    operator_line_token: Annotated[str | None, Field(repr=False, description="Bearer token for the line tests")] = None
    operator_notice_url: Annotated[
        str | None,
        Field(
            pattern=URL,
            description="The operator's messages to customers about orders: URL of the TMF681 API that sends them; embedded if none",
        ),
    ] = None
    operator_notice_token: Annotated[
        str | None, Field(repr=False, description="Bearer token for the those messages")
    ] = None
    operator_token_url: Annotated[
        str | None,
        Field(pattern=URL, description="Where tokens are fetched for those without one (OAuth 2 client credentials)"),
    ] = None
    operator_client_id: Annotated[str | None, Field(description="Who we are there")] = None
    operator_client_secret: Annotated[str | None, Field(repr=False, description="The secret that proves it")] = None
    operator_scope: Annotated[str, Field(description="Scopes that the tokens are asked for, separated by blanks")] = ""
    operator_listener: Annotated[
        str | None,
        Field(
            pattern=URL,
            description="Our own address as the operator's systems reach it; none: they are asked, and tell nothing",
        ),
    ] = None
    operator_timeout: Annotated[
        float, Field(gt=0, le=20, description="Seconds to wait for a connection, and for each part of an answer")
    ] = 5.0
    smtp_from: Annotated[
        str, Field(description="Address that e-mail to customers comes from, where a message does not say it")
    ] = ""
    network_clock: Annotated[
        Literal["now", "newest"],
        Field(
            description="At which moment the network is looked at: now, or where its newest counters end (a recording)"
        ),
    ] = "now"

    @property
    def knowledge_path(self) -> Path:
        """The folder of the knowledge base."""
        return self.data_dir / "knowledge"

    @property
    def network_path(self) -> Path:
        """The folder of the network that diagnoses are made of."""
        return self.data_dir / "network"

    @property
    def evaluations_path(self) -> Path:
        """The folder of finished evaluations."""
        return self.data_dir / "evaluations"

    @property
    def database(self) -> Path | str:
        """Where cases, feedback and tokens are kept: the file in the data folder, or the URL that is set."""
        return self.database_url or self.data_dir / "t2r.sqlite"
