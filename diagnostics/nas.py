"""What the network said when it refused a phone: reject causes of 4G and 5G in an agent's words, each with its remedy.

The numbers and names are those of 3GPP TS 24.301 (release 18) clauses 9.9.3.9 and 9.9.4.4, TS 24.501 clauses 9.11.3.2 and
9.11.4.2. What a phone does after a cause is from their clauses 5.5.1.2.5 and 6.4.1.4. The same number means different things
in different layers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from diagnostics.records import Protocol3gpp

EMM, ESM, GMM5, GSM5 = Protocol3gpp.EMM, Protocol3gpp.ESM, Protocol3gpp.GMM5, Protocol3gpp.GSM5
LAYERS = {
    EMM: "EMM, 4G registration",
    ESM: "ESM, 4G data session",
    GMM5: "5GMM, 5G registration",
    GSM5: "5GSM, 5G data session",
}


class Stops(StrEnum):
    """What the customer is left without."""

    SERVICE = "service"
    DATA = "data"
    CALLS = "calls"
    FIFTH_GENERATION = "5G"
    NOTHING = "nothing"  # part of the normal course, or the phone mends it itself


@dataclass(frozen=True, slots=True)
class Remedy:
    """Causes with the same remedy. `lasting`: the phone does not try again by itself until it is switched off and on."""

    what_to_do: str
    article: str
    lasting: bool


@dataclass(frozen=True, slots=True)
class Reject:
    """A reject cause: `name` as the specification has it, `words` and `remedy` for an agent."""

    layer: Protocol3gpp
    number: int
    name: str
    words: str
    stops: Stops
    kind: Remedy

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return self.kind.what_to_do

    @property
    def article(self) -> str:
        """Id of the article that goes into it."""
        return self.kind.article

    @property
    def lasting(self) -> bool:
        """Whether the phone holds on to it until it is switched off and on."""
        return self.kind.lasting

    @property
    def code(self) -> str:
        """Layer and number, which belong together: EMM 8."""
        return f"{LAYERS[self.layer].partition(',')[0]} {self.number}"


_OWN, _AREA = "cause-emm-subscription-identity", "cause-area-roaming-not-allowed"
_PASSING, _SESSION, _FIVEG = "cause-temporary-detach-congestion", "cause-esm-apn-pdn", "cause-5g-n1-mode-slice"

SUBSCRIPTION = Remedy(
    "Compare the customer record with the HSS or UDM and resend the service; then the phone must be switched off and on.",
    _OWN,
    lasting=True,
)
SIM = Remedy(
    "Compare the SIM in use (ICCID, IMSI) with the record, try it in another phone, replace it after checking identity; then the "
    "phone must be switched off and on.",
    _OWN,
    lasting=True,
)
HANDSET = Remedy("Check the IMEI in the equipment register; do not unblock it at the desk.", _OWN, lasting=True)
AREA = Remedy(
    "Check the roaming right, the agreement with that network and the area restrictions of the line; once corrected the phone must be "
    "switched off and on, with the network selected automatically.",
    _AREA,
    lasting=True,
)
PASSING = Remedy(
    "Wait a few minutes: the phone tries again by itself. If it comes back often at one place, report the place.",
    _PASSING,
    lasting=False,
)
BUSY = Remedy(
    "Wait and try later or elsewhere: the network holds the phone back for a while. Restarting only adds load.",
    _PASSING,
    lasting=False,
)
SECURITY = Remedy(
    "If it repeats, compare the SIM with the record and replace it: the secret on the SIM and in the network do not agree.",
    _OWN,
    lasting=False,
)
BARRED = Remedy(
    "Read the operator-determined barring and the account before anything else.",
    "barred-operator-determined",
    lasting=True,
)
APN = Remedy("Correct the APN (DNN) and its login, and check that the plan includes it.", _SESSION, lasting=True)
IP_TYPE = Remedy(
    "Set the IP type of the APN to the one that is allowed; most phones change over by themselves.",
    _SESSION,
    lasting=False,
)
PLAN = Remedy("Check that the service is part of the plan and was sent to the HSS or UDM.", _SESSION, lasting=True)
FIVEG = Remedy(
    "Check 5G in the plan and the core network restriction in the UDM; 4G keeps working. Once corrected the phone must be switched "
    "off and on.",
    _FIVEG,
    lasting=True,
)
SLICE = Remedy(
    "Check the slices (S-NSSAI) and data networks of the line, and whether the area offers them.", _FIVEG, lasting=True
)
SLICE_BUSY = Remedy(
    "Wait: the slice has no room at the moment. If it repeats in the busy hour, report it to the capacity team.",
    _FIVEG,
    lasting=False,
)
SPECIAL = Remedy(
    "Check whether this line is meant for that special network or access; an ordinary line is not.",
    "cause-codes-with-badges",
    lasting=True,
)
SOFTWARE = Remedy(
    "Phone and network misunderstood each other. If it repeats, note model and software of the phone for the device team.",
    "cause-codes-with-badges",
    lasting=False,
)
NORMAL = Remedy("Nothing to do: part of the normal course.", "cause-codes-with-badges", lasting=False)
NOT_LISTED = Remedy(
    "Report layer and number to core operations: it is not a cause that the specification lists.",
    "cause-codes-with-badges",
    lasting=False,
)

_Rows = tuple[tuple[int, str, str, Stops, Remedy], ...]

_PROTOCOL_ERRORS: _Rows = tuple(
    (number, name, "A message between phone and network could not be used", Stops.NOTHING, SOFTWARE)
    for number, name in (
        (95, "Semantically incorrect message"),
        (96, "Invalid mandatory information"),
        (97, "Message type non-existent or not implemented"),
        (98, "Message type not compatible with the protocol state"),
        (99, "Information element non-existent or not implemented"),
        (100, "Conditional IE error"),
        (101, "Message not compatible with the protocol state"),
        (111, "Protocol error, unspecified"),
    )
)

_REGISTRATION: _Rows = (  # alike in 4G and 5G
    (3, "Illegal UE", "The SIM is refused: identity or authentication is not accepted", Stops.SERVICE, SIM),
    (6, "Illegal ME", "The handset is refused, for example because its IMEI is blocked", Stops.SERVICE, HANDSET),
    (9, "UE identity cannot be derived by the network", "The network has forgotten the phone's temporary identity", Stops.NOTHING, PASSING),
    (11, "PLMN not allowed", "This whole network may not be used by the line", Stops.SERVICE, AREA),
    (12, "Tracking area not allowed", "The line may not be used in this area", Stops.SERVICE, AREA),
    (13, "Roaming not allowed in this tracking area", "Roaming is not allowed for the line in this area", Stops.SERVICE, AREA),
    (15, "No suitable cells in tracking area", "This kind of network is not allowed for the line here; the cells may be strong", Stops.SERVICE, AREA),
    (20, "MAC failure", "The phone doubted that the network is genuine", Stops.SERVICE, SECURITY),
    (21, "Synch failure", "SIM and network lost step in their security counter", Stops.NOTHING, SECURITY),
    (22, "Congestion", "The network is too busy to register the phone", Stops.SERVICE, BUSY),
    (23, "UE security capabilities mismatch", "The security abilities of the phone arrived altered", Stops.NOTHING, SOFTWARE),
    (24, "Security mode rejected, unspecified", "The phone refused the network's security settings", Stops.SERVICE, SOFTWARE),
    (36, "IAB-node operation not authorized", "The device asked to act as a relay and may not", Stops.SERVICE, SPECIAL),
    (78, "PLMN not allowed to operate at the present UE location", "The network may not serve phones where this one is (satellite access)", Stops.SERVICE, AREA),
)  # fmt: skip

_EMM: _Rows = (
    (2, "IMSI unknown in HSS", "The subscription for calls and SMS is not known; 4G data is not affected by it", Stops.CALLS, SUBSCRIPTION),
    (5, "IMEI not accepted", "An emergency call without SIM is not accepted for this handset", Stops.SERVICE, HANDSET),
    (7, "EPS services not allowed", "4G is not in the subscription as the network knows it", Stops.DATA, SUBSCRIPTION),
    (8, "EPS services and non-EPS services not allowed", "No service at all in the subscription: not provisioned, or barred completely", Stops.SERVICE, SUBSCRIPTION),
    (10, "Implicitly detached", "The network had not heard from the phone for long and forgot it", Stops.NOTHING, PASSING),
    (14, "EPS services not allowed in this PLMN", "4G of this network may not be used by the line", Stops.DATA, AREA),
    (16, "MSC temporarily not reachable", "The part of the network for calls and SMS cannot be reached at the moment", Stops.CALLS, PASSING),
    (17, "Network failure", "The network could not finish the registration because of a fault of its own", Stops.SERVICE, PASSING),
    (18, "CS domain not available", "Calls over 2G or 3G are not offered here", Stops.CALLS, PASSING),
    (19, "ESM failure", "Registration failed because the data session was refused: read the ESM cause", Stops.SERVICE, APN),
    (25, "Not authorized for this CSG", "The cell belongs to a closed group that the line is not in", Stops.SERVICE, SPECIAL),
    (26, "Non-EPS authentication unacceptable", "The SIM gave a kind of authentication that 4G does not accept", Stops.SERVICE, SIM),
    (31, "Redirection to 5GCN required", "The network sends the phone to the 5G core", Stops.NOTHING, NORMAL),
    (35, "Requested service option not authorized in this PLMN", "What the phone asked for is not allowed in this network", Stops.SERVICE, AREA),
    (39, "CS service temporarily not available", "Calls over 2G or 3G cannot be served at the moment", Stops.CALLS, PASSING),
    (40, "No EPS bearer context activated", "The network had no data session of the phone left", Stops.NOTHING, PASSING),
    (42, "Severe network failure", "The network has a serious fault and sends phones away", Stops.SERVICE, PASSING),
    (80, "Disaster roaming for the determined PLMN with disaster condition not allowed", "Emergency use of another operator's network is not allowed here", Stops.SERVICE, AREA),
    (83, "Procedure cannot be completed due to unavailable feeder link while MME is operating in S&F mode", "The satellite has no link to the ground at the moment", Stops.NOTHING, PASSING),
)  # fmt: skip

_GMM5: _Rows = (
    (5, "PEI not accepted", "An emergency call without SIM is not accepted for this handset", Stops.SERVICE, HANDSET),
    (7, "5GS services not allowed", "5G is not in the subscription as the network knows it", Stops.FIFTH_GENERATION, SUBSCRIPTION),
    (10, "Implicitly de-registered", "The network had not heard from the phone for long and forgot it", Stops.NOTHING, PASSING),
    (26, "Non-5G authentication unacceptable", "The SIM gave a kind of authentication that 5G does not accept", Stops.SERVICE, SIM),
    (27, "N1 mode not allowed", "Standalone 5G is not allowed for the line; the phone goes to 4G", Stops.FIFTH_GENERATION, FIVEG),
    (28, "Restricted service area", "The line has no service in this area except for emergencies", Stops.SERVICE, AREA),
    (31, "Redirection to EPC required", "The network sends the phone to the 4G core", Stops.NOTHING, NORMAL),
    (43, "LADN not available", "A local data network is not offered at this place", Stops.DATA, SPECIAL),
    (62, "No network slices available", "No slice is open to the line here; the phone goes to 4G", Stops.FIFTH_GENERATION, SLICE),
    (65, "Maximum number of PDU sessions reached", "The phone has as many data sessions open as it may", Stops.DATA, PASSING),
    (67, "Insufficient resources for specific slice and DNN", "The slice has no room for this data network", Stops.DATA, SLICE_BUSY),
    (69, "Insufficient resources for specific slice", "The slice has no room", Stops.DATA, SLICE_BUSY),
    (71, "ngKSI already in use", "Phone and network chose the same key number; they try again", Stops.NOTHING, NORMAL),
    (72, "Non-3GPP access to 5GCN not allowed", "5G core over Wi-Fi is not allowed for the line", Stops.NOTHING, SPECIAL),
    (73, "Serving network not authorized", "The visited network may not serve this line", Stops.SERVICE, AREA),
    (74, "Temporarily not authorized for this SNPN", "The private network refuses the line for now", Stops.SERVICE, SPECIAL),
    (75, "Permanently not authorized for this SNPN", "The private network refuses the line", Stops.SERVICE, SPECIAL),
    (76, "Not authorized for this CAG or authorized for CAG cells only", "The cell belongs to a closed group, or the line to one", Stops.SERVICE, SPECIAL),
    (77, "Wireline access area not allowed", "The line may not be used over this fixed access", Stops.SERVICE, SPECIAL),
    (79, "UAS services not allowed", "Drone services are not allowed for the line", Stops.NOTHING, SPECIAL),
    (80, "Disaster roaming for the determined PLMN with disaster condition not allowed", "Emergency use of another operator's network is not allowed here", Stops.SERVICE, AREA),
    (81, "Selected N3IWF is not compatible with the allowed NSSAI", "The Wi-Fi gateway does not carry the slices of the line", Stops.NOTHING, SLICE),
    (82, "Selected TNGF is not compatible with the allowed NSSAI", "The trusted Wi-Fi gateway does not carry the slices of the line", Stops.NOTHING, SLICE),
    (90, "Payload was not forwarded", "The network could not pass a message of the phone on", Stops.NOTHING, PASSING),
    (91, "DNN not supported or not subscribed in the slice", "The APN (DNN) is not open to the line in this slice", Stops.DATA, SLICE),
    (92, "Insufficient user-plane resources for the PDU session", "No room to carry the data session", Stops.DATA, BUSY),
    (93, "Onboarding services terminated", "Setting the device up over the air is over", Stops.NOTHING, SPECIAL),
    (94, "User plane positioning not authorized", "Locating over data is not allowed for the line", Stops.NOTHING, SPECIAL),
)  # fmt: skip

_SESSION_CAUSES: _Rows = (  # alike in 4G and 5G
    (8, "Operator determined barring", "The operator bars data on this line", Stops.DATA, BARRED),
    (26, "Insufficient resources", "The network has no room for the data session", Stops.DATA, BUSY),
    (29, "User authentication or authorization failed", "The login of the APN is refused", Stops.DATA, APN),
    (31, "Request rejected, unspecified", "The data session is refused and no reason is given", Stops.DATA, APN),
    (32, "Service option not supported", "The network does not offer what was asked for", Stops.DATA, APN),
    (33, "Requested service option not subscribed", "The service or APN is not part of the line's plan", Stops.DATA, PLAN),
    (35, "PTI already in use", "Phone and network used the same number for two requests", Stops.NOTHING, SOFTWARE),
    (36, "Regular deactivation", "The data session ended in the normal way", Stops.NOTHING, NORMAL),
    (38, "Network failure", "The gateway could not open the data session because of a fault of its own", Stops.DATA, PASSING),
    (39, "Reactivation requested", "The network asks the phone to open the session anew", Stops.NOTHING, NORMAL),
    (41, "Semantic error in the TFT operation", "A rule about which data goes where could not be used", Stops.NOTHING, SOFTWARE),
    (42, "Syntactical error in the TFT operation", "A rule about which data goes where could not be read", Stops.NOTHING, SOFTWARE),
    (44, "Semantic errors in packet filter(s)", "A filter of the session could not be used", Stops.NOTHING, SOFTWARE),
    (45, "Syntactical errors in packet filter(s)", "A filter of the session could not be read", Stops.NOTHING, SOFTWARE),
    (47, "PTI mismatch", "An answer did not fit its request", Stops.NOTHING, SOFTWARE),
    (81, "Invalid PTI value", "A request carried a number that does not exist", Stops.NOTHING, SOFTWARE),
)  # fmt: skip

_ESM: _Rows = (
    (27, "Missing or unknown APN", "The APN is missing or the network does not know it", Stops.DATA, APN),
    (28, "Unknown PDN type", "The IP type of the APN is not known to the network", Stops.DATA, IP_TYPE),
    (30, "Request rejected by Serving GW or PDN GW", "The gateway refused the data session", Stops.DATA, PASSING),
    (34, "Service option temporarily out of order", "The service cannot be offered at the moment", Stops.DATA, PASSING),
    (37, "EPS QoS not accepted", "The quality that was offered was not accepted", Stops.NOTHING, PASSING),
    (43, "Invalid EPS bearer identity", "A session number does not exist", Stops.NOTHING, SOFTWARE),
    (49, "Last PDN disconnection not allowed", "The last data session may not be closed", Stops.NOTHING, NORMAL),
    (50, "PDN type IPv4 only allowed", "Only IPv4 is allowed on this APN", Stops.NOTHING, IP_TYPE),
    (51, "PDN type IPv6 only allowed", "Only IPv6 is allowed on this APN", Stops.NOTHING, IP_TYPE),
    (52, "Single address bearers only allowed", "IPv4 and IPv6 need a session each", Stops.NOTHING, IP_TYPE),
    (53, "ESM information not received", "The phone did not send its APN in time", Stops.DATA, PASSING),
    (54, "PDN connection does not exist", "A session to be moved is gone", Stops.NOTHING, PASSING),
    (55, "Multiple PDN connections for a given APN not allowed", "The APN is in use already on this phone", Stops.NOTHING, APN),
    (56, "Collision with network initiated request", "Phone and network asked at the same time", Stops.NOTHING, NORMAL),
    (57, "PDN type IPv4v6 only allowed", "Only IPv4 and IPv6 together are allowed on this APN", Stops.NOTHING, IP_TYPE),
    (58, "PDN type non IP only allowed", "The APN carries no IP: it is meant for sensors", Stops.DATA, IP_TYPE),
    (59, "Unsupported QCI value", "The quality class is not offered", Stops.DATA, PASSING),
    (60, "Bearer handling not supported", "The network does not offer this handling of sessions", Stops.NOTHING, PASSING),
    (61, "PDN type Ethernet only allowed", "The APN carries Ethernet only", Stops.DATA, IP_TYPE),
    (65, "Maximum number of EPS bearers reached", "The phone has as many sessions open as it may", Stops.DATA, PASSING),
    (66, "Requested APN not supported in current RAT and PLMN combination", "The APN is not offered in this network or technology", Stops.DATA, APN),
    (112, "APN restriction value incompatible with active EPS bearer context", "The APN may not be open beside the others", Stops.DATA, APN),
    (113, "Multiple accesses to a PDN connection not allowed", "The session may not run over two accesses", Stops.NOTHING, SPECIAL),
)  # fmt: skip

_GSM5: _Rows = (
    (27, "Missing or unknown DNN", "The APN (DNN) is missing or the network does not know it", Stops.DATA, APN),
    (28, "Unknown PDU session type", "The IP type of the APN is not known to the network", Stops.DATA, IP_TYPE),
    (37, "5GS QoS not accepted", "The quality that was offered was not accepted", Stops.NOTHING, PASSING),
    (43, "Invalid PDU session identity", "A session number does not exist", Stops.NOTHING, SOFTWARE),
    (46, "Out of LADN service area", "The phone left the area of a local data network", Stops.DATA, SPECIAL),
    (50, "PDU session type IPv4 only allowed", "Only IPv4 is allowed on this APN", Stops.NOTHING, IP_TYPE),
    (51, "PDU session type IPv6 only allowed", "Only IPv6 is allowed on this APN", Stops.NOTHING, IP_TYPE),
    (54, "PDU session does not exist", "A session to be moved is gone", Stops.NOTHING, PASSING),
    (57, "PDU session type IPv4v6 only allowed", "Only IPv4 and IPv6 together are allowed on this APN", Stops.NOTHING, IP_TYPE),
    (58, "PDU session type Unstructured only allowed", "The APN carries no IP: it is meant for sensors", Stops.DATA, IP_TYPE),
    (59, "Unsupported 5QI value", "The quality class is not offered", Stops.DATA, PASSING),
    (61, "PDU session type Ethernet only allowed", "The APN carries Ethernet only", Stops.DATA, IP_TYPE),
    (67, "Insufficient resources for specific slice and DNN", "The slice has no room for this data network", Stops.DATA, SLICE_BUSY),
    (68, "Not supported SSC mode", "The network does not offer this way of keeping sessions", Stops.DATA, SOFTWARE),
    (69, "Insufficient resources for specific slice", "The slice has no room", Stops.DATA, SLICE_BUSY),
    (70, "Missing or unknown DNN in a slice", "The APN (DNN) is not known in this slice", Stops.DATA, SLICE),
    (82, "Maximum data rate per UE for user-plane integrity protection is too low", "The phone is too slow for the protection that is demanded", Stops.DATA, SOFTWARE),
    (83, "Semantic error in the QoS operation", "A rule of quality could not be used", Stops.NOTHING, SOFTWARE),
    (84, "Syntactical error in the QoS operation", "A rule of quality could not be read", Stops.NOTHING, SOFTWARE),
    (85, "Invalid mapped EPS bearer identity", "A session could not be matched with its 4G one", Stops.NOTHING, SOFTWARE),
    (86, "UAS services not allowed", "Drone services are not allowed for the line", Stops.NOTHING, SPECIAL),
)  # fmt: skip

REJECTS: dict[tuple[Protocol3gpp, int], Reject] = {
    (layer, number): Reject(layer, number, name, words, stops, kind)
    for layer, tables in (
        (EMM, (_REGISTRATION, _EMM, _PROTOCOL_ERRORS)),
        (ESM, (_SESSION_CAUSES, _ESM, _PROTOCOL_ERRORS)),
        (GMM5, (_REGISTRATION, _GMM5, _PROTOCOL_ERRORS)),
        (GSM5, (_SESSION_CAUSES, _GSM5, _PROTOCOL_ERRORS)),
    )
    for table in tables
    for number, name, words, stops, kind in table
}


def reject(layer: int, number: int) -> Reject:
    """The cause of this layer and number; of one that is not listed it says so. Raises ValueError for no such layer."""
    layer = Protocol3gpp(layer)
    known = REJECTS.get((layer, number))
    return known or Reject(
        layer, number, "not listed", "The network refused with a cause that is not listed", Stops.SERVICE, NOT_LISTED
    )
