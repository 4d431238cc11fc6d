"""Labelled support texts for the redaction test: what agents and customers write, with identifiers planted in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from eval.redaction.identifiers import CITIES, make

# A slot in capitals is an identifier of that kind; one in small letters is a value that must stay.
_ENGLISH = """
Dear {NAME}, thank you for writing to us about your broadband connection.
Dear Mr. {NAME}, your complaint {ticket} has been registered on {date}.
Hello, my name is {NAME} and my number {PHONE} has no signal since {time}.
Hi, this is {NAME} calling from {city}, I recharged {amount} but the pack is not active.
This is {NAME} speaking. My alternate number is {PHONE}.
Good morning, I am {NAME}, I want to port my number {PHONE}.
Mrs. {NAME} called about a double payment of {amount} on {date}.
Spoke with {NAME}, confirmed that the ONT has a red LOS light.
Customer name: {NAME}
Account holder: {NAME}, contact {PHONE}, email {EMAIL}
Name of the subscriber: {NAME}
Caller {NAME} says that incoming calls do not reach the handset.
My wife {NAME} cannot receive OTP messages on {PHONE}.
The SIM is registered in the name of {NAME}.
Please call me back on {PHONE} after {time}.
You can reach me at {PHONE} or write to {EMAIL}.
Customer's alternate contact no. {PHONE}; line test was fine.
Callback requested at {PHONE} for ticket {ticket}.
Please send the invoice to {EMAIL}, the old mail id is wrong.
My email is {EMAIL} and I did not get the bill for {month}.
The technician should visit {ADDRESS}.
Address: {ADDRESS}
Installation address is {ADDRESS}. The fibre was cut on {date}.
I live at {ADDRESS} and there is no coverage indoors.
Please shift my connection to {ADDRESS}.
We moved to {ADDRESS} last week and the router does not sync.
KYC done with Aadhaar {AADHAAR}.
Aadhaar number: {AADHAAR}, PAN: {PAN}
My Aadhaar no is {AADHAAR}, please re-verify.
The PAN on the corporate account is {PAN}.
Subscriber's PAN {PAN} does not match the name {NAME}.
IMSI {IMSI} is rejected with EMM cause {cause}.
HLR shows IMSI: {IMSI}, barred for {cause} minutes.
Handset IMEI {IMEI} is on the block list.
The phone with IMEI number {IMEI} was stolen on {date}.
Lost device, IMEI: {IMEI}; blocked through CEIR.
New SIM ICCID {ICCID} activated at {time}.
SIM card number {ICCID} printed on the back, swap pending.
Paid with card {CARD}, amount {amount} debited twice.
Customer read out the card number {CARD} on the call by mistake.
Refund to be sent to UPI {UPI}.
I paid {amount} through {UPI} but the recharge failed.
The OTP is {OTP}, please go ahead.
My OTP for the login was {OTP} but it had expired.
I shared the one time password {OTP} with the caller, it was a fraud.
The Wi-Fi password is {PASSWORD}.
Router login password: {PASSWORD}
The SIM PIN is {PIN} and the phone still asks for it.
PUK code {PUK} was given to the customer.
PUK: {PUK}
The CVV {CVV} was also shared, card {CARD} must be blocked.
UPC code {UPC} received, valid for four days.
Porting code is {UPC}.
Regards, {NAME}
Thanks and regards,\\n{NAME}\\n{PHONE}
| Customer | {NAME} |\\n| Mobile | {PHONE} |\\n| E-mail | {EMAIL} |
- Name: {NAME}\\n- Contact: {PHONE}\\n- Address: {ADDRESS}
Agent: May I know your name?\\nCustomer: My name is {NAME}.\\nAgent: Thank you {NAME}, your number?\\nCustomer: {PHONE}.
Agent: Please tell me the OTP you received.\\nCustomer: Yes, it is {OTP}.
Agent: Am I speaking with Mr {NAME}?\\nCustomer: Yes.\\nAgent: I see an outage at your site, sir.
Customer: I am calling about {PHONE}, the number is barred.\\nAgent: May I have the IMEI?\\nCustomer: {IMEI}
Case notes {date}: cust {NAME} ph {PHONE} reported slow speed, RSRP {dbm} dBm, advised restart.
Field engineer {NAME} visited, replaced the drop cable, Rx power {rx} dBm.
Assigned to {NAME} for follow-up on {date}.
Ticket raised by {NAME} ({PHONE}) at {time}.
"""

_HINDI = """
mera naam {NAME} hai aur mera number {PHONE} hai
mera naam {NAME} hai, net nahi chal raha hai {date} se
namaste, main {NAME} bol raha hoon {city} se
main {NAME} bol rahi hu, mera recharge nahi hua {amount} ka
haan ji {NAME} ji, aapki complaint {ticket} darj ho gayi hai
{NAME} ji aap line par bane rahiye
sim {NAME} ke naam par hai
ye number {NAME} ke naam pe registered hai
mere pati ka naam {NAME} hai
mujhe is number par call karna {PHONE}
{PHONE} ye mera doosra number hai
mera mobile number {PHONE} band ho gaya hai
{PHONE} pe call kar lena shaam ko
mera pata hai {ADDRESS}
mera address {ADDRESS} hai, wahan tower nahi hai
hum {ADDRESS} me rehte hain, range nahi aati
technician ko {ADDRESS} par bhej do
aadhaar number {AADHAAR} se kyc hui thi
mera aadhar {AADHAAR} hai
pan card {PAN} laga hai account me
otp aaya hai {OTP}
mera otp {OTP} hai jaldi daalo
otp {OTP} bataya tha maine us aadmi ko
wifi ka password {PASSWORD} hai
atm ka pin {PIN} hai galti se bata diya
puk code {PUK} mila hai
mail id {EMAIL} par bill bhejo
meri email {EMAIL} hai
upi id {UPI} par paisa wapas karo
{UPI} se payment kiya tha {amount} ka
imei {IMEI} wala phone chori ho gaya
imei number hai {IMEI}, block kar do
sim ka number {ICCID} likha hai piche
port karne ke liye upc code {UPC} aaya hai
card number {CARD} se recharge kiya tha paise kat gaye
Mera naam {NAME} hai. Main {ADDRESS} mein rehta hoon. Mera number {PHONE} hai.
Shri {NAME} ka phone {PHONE} kal se switch off aa raha hai
Smt. {NAME} ne {date} ko complaint {ticket} ki thi
Agent: Aapka naam bataiye.\\nCustomer: {NAME}.\\nAgent: Ji {NAME} ji, number?\\nCustomer: {PHONE}
sir main {NAME}, mera {PHONE} number port nahi ho raha
"""

_STAYS = """
EMM cause {cause} is sent in the Attach Reject, see 3GPP TS 24.301 clause {clause}.
RSRP {dbm} dBm, RSRQ -{small} dB, SINR {small} dB on band {band} at {mhz} MHz.
Dial {ussd} to check the balance, or call {short}.
Send PORT to 1900 and use the code within 4 days.
The helpline {tollfree} is free from any network.
Ticket {ticket} was merged into {ticket} on {date} at {time}.
Order {order} is waiting for the address check since {date}.
Bill of {amount} for {month} was due on {date}.
The router at {ip} does not answer; the gateway is {ip} and DNS is 8.8.8.8.
MAC address {mac} got the IP address {ip} from DHCP.
Firmware {version} fixes the drop; version {version} does not.
Settings > Mobile network > Access point names: APN jionet, type default,supl.
Go to Settings > SIM manager and set the preferred network to 4G/3G/2G (auto).
eNodeB {cell} sector 2, PCI {pci}, EARFCN {earfcn}, TAC {pci}.
Throughput fell from {small}.4 Mbps to 0.{small} Mbps, latency {pci} ms, jitter {small} ms.
OTP not received for 10 minutes on the app; resend after 30 seconds.
The password must have 8 to 16 characters and is case-sensitive.
The PIN was entered wrong 3 times, so the SIM now asks for the PUK.
My password is not accepted and the PIN is blocked.
MNP rejected: reason code {small}, balance {amount} unpaid.
Plan ₹{price} with 2 GB/day valid 84 days; add-on Rs {price} for 6 GB.
See https://www.example.com/help/{order}/reset?lang=en&page={small} for the steps.
The alarm LOS on GPON port 0/{small}/{small} cleared at {date} {time}.
rx_bytes {counter}, tx_bytes {counter}, errors {small}, uptime {counter} seconds.
Session id {counter}, cell id {cell}, epoch {epoch}.
Job 550e8400-e29b-41d4-a716-{hex} finished with exit code 1.
Dear Customer, your service request is closed. Dear Team, please check. Hello Sir, good morning.
This is the third complaint this month and nobody is calling back.
I am still waiting for the refund and I am not happy with the service.
mera net nahi chal raha hai, range full hai par kuch khulta nahi
haan ji sir, ruko ji, theek hai ji, main check kar raha hoon
pata nahi kya hua, kal se call beech me kat jati hai
mera naam bill me galat hai aur address update nahi hua
main bahut pareshan hoon, kitni baar bol raha hoon
recharge kiya {amount} ka par data nahi mila, {date} se band hai
{short} pe call kiya par koi jawab nahi, phir {tollfree} pe kiya
*#21# dial karke dekho call forward to nahi hai, ##002# se band hota hai
tower {city} me 2 din se down hai, 15 km tak network nahi
| Band | MHz | RSRP |\\n| --- | --- | --- |\\n| {band} | {mhz} | {dbm} |
1. Restart the ONT.\\n2. Wait 5 minutes.\\n3. Read Rx power: {rx} dBm is too low, -8 to -27 dBm is good.
- Address of the DNS server: {ip}\\n- Default gateway: {ip}\\n- Name of the network: HomeFiber_5G
Customer care executive informed that Call Forwarding is active and Data Roaming is off.
Bands 700 850 1800 2100 2300 2600 MHz are supported; channels 36 40 44 48 52.
The code 401 Unauthorized and the cause 16 Normal call clearing are no fault.
GSTIN and HSN 998413 are printed on invoice {order}.
Speed test: 94.32 down, 45.10 up, ping 12; location 12.9715987, 77.5945627.
VLAN 100, PVID 1, MTU 1500, PPPoE session 0x{hex} terminated {time}.
"""

_ASIDES = (
    "Please check.",
    "It is urgent.",
    "Restarted twice, no change.",
    "jaldi kuch karo",
    "Kindly do the needful.",
    "aur kitna wait karu",
    "",
    "",
    "",
    "",
)


@dataclass(frozen=True, slots=True)
class Planted:
    """Where in a text an identifier stands, and the words or digits of it that must not survive."""

    start: int
    end: int
    kind: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text, its slice ("en", "hi-Latn", "mixed" or "hard negative") and what was planted in it."""

    text: str
    slice: str
    planted: tuple[Planted, ...]


def labelled_texts(n: int, seed: int) -> Iterator[LabelledText]:
    """`n` texts with none to five identifiers each, a quarter of them without any; the same for the same seed."""
    rng = Random(seed)
    templates = {name: block.strip().splitlines() for name, block in _BLOCKS.items()}
    for _ in range(n):
        chosen = rng.choices(("en", "hi-Latn", "mixed", "hard negative"), (35, 25, 15, 25))[0]
        pools = {"mixed": ("en", "hi-Latn"), "hard negative": ("hard negative",)}.get(chosen, (chosen,))
        lines = [rng.choice(templates[rng.choice(pools)]) for _ in range(rng.choice((1, 1, 2, 3)))]
        if rng.random() < 0.5:
            lines.insert(rng.randrange(len(lines) + 1), rng.choice(templates["hard negative"]))
        lines.append(rng.choice(_ASIDES))
        yield _fill("\n".join(line for line in lines if line), chosen, rng)


def _fill(template: str, slice_name: str, rng: Random) -> LabelledText:
    text = ""
    planted: list[Planted] = []
    in_small_letters = slice_name in ("hi-Latn", "mixed") and rng.random() < 0.25
    for piece in re.split(r"(\{\w+\})", template.replace("\\n", "\n")):
        slot = piece[1:-1]
        if not piece.startswith("{"):
            text += piece
        elif slot.islower():
            text += _VALUES[slot](rng)
        elif len(planted) < 5:
            identifier = make(slot, rng)
            written = (
                identifier.text.lower()
                if in_small_letters and identifier.kind in ("NAME", "ADDRESS")
                else identifier.text
            )
            planted.append(Planted(len(text), len(text) + len(written), identifier.kind, identifier.parts))
            text += written
        else:
            text += "-"
    return LabelledText(text, slice_name, tuple(planted))


def _date(rng: Random) -> str:
    d, m, y = rng.randint(1, 28), rng.randint(1, 12), rng.choice((2025, 2026))
    return rng.choice((f"{d:02d}-{m:02d}-{y}", f"{y}-{m:02d}-{d:02d}", f"{d}/{m}/{y}", f"{d}.{m}.{y}", f"{d} Oct {y}"))


def _ticket(rng: Random) -> str:
    number = rng.randint(10**6, 10**9)
    return rng.choice((f"INC00{number}", f"SR-{number}", f"TT{number}", f"#{number % 10**7}", f"SR{number}A"))


_BLOCKS = {"en": _ENGLISH, "hi-Latn": _HINDI, "hard negative": _STAYS}

_VALUES: dict[str, Callable[[Random], str]] = {
    "ticket": _ticket,
    "order": lambda rng: f"ORD-{rng.randint(10**8, 10**10)}",
    "date": _date,
    "time": lambda rng: rng.choice(
        (f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}", f"{rng.randint(1, 12)} pm", "10:22:34")
    ),
    "month": lambda rng: rng.choice(("January", "March", "October")),
    "city": lambda rng: rng.choice(CITIES),
    "amount": lambda rng: rng.choice(
        (f"Rs {rng.randint(10, 3000)}", f"₹{rng.randint(10, 3000)}", f"Rs. {rng.randint(1, 90)},499.00")
    ),
    "price": lambda rng: str(rng.choice((199, 239, 299, 599, 719, 2999))),
    "cause": lambda rng: str(rng.randint(2, 111)),
    "clause": lambda rng: rng.choice(("5.5.1.2.5", "5.3.7b", "8.2.1", "9.9.3.9")),
    "dbm": lambda rng: str(-rng.randint(60, 125)),
    "rx": lambda rng: f"-{rng.randint(8, 34)}.{rng.randint(0, 99):02d}",
    "small": lambda rng: str(rng.randint(1, 30)),
    "band": lambda rng: rng.choice(("3", "5", "8", "40", "41", "n78")),
    "mhz": lambda rng: rng.choice(("850", "900", "1800", "2100", "2300", "3500")),
    "ussd": lambda rng: rng.choice(("*123#", "*121#", "*#06#", "*199*1#", "**21*121#")),
    "short": lambda rng: rng.choice(("198", "199", "1909", "1900", "14422", "112", "121", "1930")),
    "tollfree": lambda rng: rng.choice(("1800 103 1111", "1800-180-1503", "18001234567", "1860 180 2503")),
    "ip": lambda rng: ".".join(str(rng.randint(1, 254)) for _ in range(4)),
    "mac": lambda rng: ":".join(f"{rng.randint(0, 255):02X}" for _ in range(6)),
    "version": lambda rng: rng.choice(("V5R20C10S115", "1.3.7.1", "2.14.0-rc3", "17.5.1", "10.0.26100.4061")),
    "cell": lambda rng: str(rng.randint(10**5, 2**28)),
    "pci": lambda rng: str(rng.randint(0, 503)),
    "earfcn": lambda rng: str(rng.randint(100, 40000)),
    "counter": lambda rng: str(rng.randint(10**5, 10**11)),
    "epoch": lambda rng: str(rng.randint(1_700_000_000, 1_800_000_000)),
    "hex": lambda rng: f"{rng.randint(0, 16**12 - 1):012x}",
}
