"""Redaction: what identifies a customer goes, what support needs stays, and a second pass changes nothing."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents import Article, Resolution
from knowledge.redaction import KINDS, find, redact, redact_document

# Written by hand, apart from the patterns and from eval's templates. {KIND text} marks what must go; nothing else may.
MARKED = """
Ravi bhai ka naya connection lagana hai, unka number {PHONE 8802345671} hai, kal subah call karna.
Sir I have recharged my number {PHONE 70123 45678} with 299 pack but still showing no validity.
Pls call on alternate no {PHONE 0484-2345678} or {PHONE +971 50 123 4567} if primary is busy.
cx called from {PHONE 91-9845012345}, verified DOB & last recharge, SIM swap request raised SR-4471920.
My UK number is {PHONE +44 7911 123456} and I need roaming on it till 15 December.
Landline {PHONE (080) 2553 1234} dead since 3 days, docket 88412093, exchange says cable fault.
call forward set to {PHONE +919876501234}, removed with ##21#.
Customer ne bola ki {PHONE 9 9 1 0 2 3 4 5 6 7} pe call nahi lag rahi.
agent: your number please / customer: {PHONE nine nine one zero double two three four five six}
caller: haan number likhiye, {PHONE nau aath saat paanch ek do teen char paanch chhe}
मेरा नंबर {PHONE ९८७६५४३२१०} है
WhatsApp: {PHONE +1 415-555-2671}
tel:{PHONE +913322334455}
mail the bill to {EMAIL shalini.k92@gmail.com} not the office id
invoice bhejo {EMAIL accounts_dept-7@infra.co.in} pe, {EMAIL R.Kumar@XYZ-Corp.com} ko cc me rakho
email hai {EMAIL sunil underscore k at gmail dot com} likh lijiye
write me at {EMAIL meera (at) outlook (dot) com}
Dear Mr. {NAME Venkataraman}, your fibre is restored.
Dear Ms {NAME Lalitha Subramaniam},
Hello {NAME Gurmeet}, thanks for holding.
Hi, my name is {NAME Siddharth Roy Kapoor} and I'm calling about my bill.
hi my name is {NAME prakash jha} and my jio number is not working since morning
mera naam {NAME Mohd. Aslam} hai, {PHONE 7408123456} se bol raha hu
main {NAME anita} bol rahi hoon gwalior se, net bilkul slow hai
This is {NAME Father Thomas}, I would like to speak about the church phone.
Good evening, this is {NAME Neelam} from Surat, no signal in whole street.
I'm {NAME Ritu Arora}, calling about order 40213377 which is still pending.
Customer Name : {NAME Harpreet Kaur Gill}
Account holder's name is {NAME S. Ramanathan}.
Smt {NAME Kamla Devi} ke naam par connection hai, unke bete {NAME Rakesh} ne call kiya.
{NAME Banerjee} ji ka ticket 5512 close kar diya.
Dr. {NAME A. P. J. Menon} wants the static IP back on his clinic line.
Myself {NAME Pankaj} from Nagpur, port request rejected again.
Address - {ADDRESS 3rd Floor, Plot 18, Sector 44, Gurugram 122003}. ONT offline since 11:40.
My new address is {ADDRESS 27/2 Nehru Road, Vile Parle East, Mumbai 400057} please shift the line.
send technician at {ADDRESS house no 118, ward 6, shivaji chowk, hinganghat} before 5 pm
main {ADDRESS 56 lal bahadur shastri marg, lucknow} me rehta hun, yahan signal nahi aata
city name chennai and zipcode {ADDRESS 600002}, my name {NAME karan} and account is pending
pin code {ADDRESS 632014} me 5G kab aayega
Feasibility needed at {ADDRESS D-204, Ganga Vihar, Near SBI ATM, Kanpur - 208007}
aadhaar {AADHAAR 4991 1866 5246} OTP nahi aa raha, UIDAI me purana number hai
kyc with masked aadhaar {AADHAAR XXXX-XXXX-5246} accepted
Pan no. {PAN BNZPM2501F} and GST copy attached for the corporate plan.
pls block imei {IMEI 490154203237518}, phone was stolen in the metro
IMEI 1: {IMEI 35 209900 176148 1} is on the CEIR grey list
HSS trace: IMSI={IMSI 404685505601234} Attach Reject cause #8
new eSIM profile {ICCID 8991000900000000017} downloaded but not enabled
I paid by card {CARD 5555 5555 5555 4444} and money was cut twice
debit card ending {CARD 4111-XXXX-XXXX-1111} refund pending
refund bhejo {UPI sk.verma@okicici} pe
gpay se {UPI 9811122233@ybl} ko 719 bheje, recharge nahi hua
your otp is {SECRET 884213} do not share it with anyone
otp aaya {SECRET 5521} but page time out ho gaya
{SECRET 884213} is your OTP for SIM swap, valid 10 minutes
SIM PIN {SECRET 4821} set kiya tha, ab PUK {SECRET 77120934} maang raha hai
wifi password: {SECRET Tiger#2024} kaam nahi kar raha naye phone me
router admin pass is {SECRET Airt3l!x9} changed by the previous technician
UPC is {SECRET KT839201}, please submit the port in request
visit {ADDRESS 24/720 Walla Road, Bhusawal - 425201} between 4 and 6 pm
line shifted to {ADDRESS No. 8, Lake View Street, Tenali 522201} but billing is at the old place
US address is {ADDRESS 652 Cherry Lane, Sharonville, OH 45241} and the UK one {ADDRESS 4 Summers Row, Leeds LS1 4DT}
my US number {PHONE 415-555-2671 ext 12} and office {PHONE (212) 555-0147}
Case of Ms. {NAME Roopa Sarkar}: she says {NAME Roopa} is also the name on the SIM
customer by mistake told cvv {SECRET 731} on recorded line
"""

MARKED_PAGES = (
    """Address:
{ADDRESS H.No. 454}
{ADDRESS Mutti Chowk}
{ADDRESS Ongole 523001}
Issue: LOS red""",
    """Agent: Aapka shubh naam?
Customer: {NAME Rukhsar}.
Agent: Ji {NAME Rukhsar} ji, OTP bataiye.
Customer: {SECRET 48 29 13}""",
    """Thanks & Regards,
{NAME Shabnam Parveen}
Team Lead""",
    """Agent: May I have your good name?
Customer: My good name is {NAME Ilango}.
Agent: Thank you Mr {NAME Ilango}. {NAME Ilango}, please restart the ONT.""",
    """| Field | Value |
| --- | --- |
| Customer name | {NAME Om Prakash} |
| Mobile | {PHONE 98111-22233} |
| Plan | 299 unlimited, 1.5 GB/day |""",
    """1. Name: {NAME Deepa Nambiar}
2. Number: {PHONE 9446012345}
3. Address: {ADDRESS TC 14/1203, Pattom Palace Road, Kowdiar, Thiruvananthapuram 695003}
4. Issue: LOS red""",
)

UNTOUCHED = """
EMM cause #14 (EPS services not allowed in this PLMN) follows 3GPP TS 24.301 clause 5.5.1.2.5 and table 9.9.3.9.1.
RSRP -112 dBm, RSRQ -14 dB, SINR 3 dB on Band 40 (2300 MHz), PCI 214, EARFCN 39150, TAC 10233, eNB 404-45-12345.
Dial *123# for balance, *#21# to see call forwarding, ##002# to cancel it, *#06# for the IMEI.
Helplines: 198, 199, 1909, 1900, 14422, 112, 121, 1930, 1800-11-0420, 1800 180 1503, 1800-103-4444 and 1860 266 2667.
Ticket INC0012345, order ORD-9876543210, SR-7788990011, docket no. 9012345678 and reference number 8123456789.
Router 192.168.1.1/24, DNS 1.1.1.1 and 2001:4860:4860::8888, MAC 00:1A:2B:3C:4D:5E, CGNAT 100.64.0.0/10, port 8080.
2026-11-22 10:30:22, 22/11/2026, 22.11.2026 and 22-Nov-2026 are the same day; the outage ran 10:05-14:40 IST.
Settings > Network & internet > Internet > Gear icon > Advanced > Private DNS > Off (Android 14, One UI 6.1).
The ₹719 plan gives 2 GB/day for 84 days; Rs. 2,999 and INR 3599.00 plans last 365 days; 18% GST is added.
APN: jionet, airtelgprs.com, www, portalnmms; MMSC http://mmsc.example.net:8080; MCC 404, MNC 45; proxy 10.10.1.100.
See https://www.example.org/help/9876543210/articles?id=1234567890123456&page=2 and docs/v2.14.0/setup.md.
Firmware V5R020C10S115, build 20261122, kernel 5.15.0-105-generic, app 10.0.26100.4061 (rel. 2026.11).
OTP is not received, the OTP expired after 10 minutes, OTP SMS is blocked by the DND filter.
The PIN is blocked after 3 wrong attempts; the PUK is on the SIM card holder; the password is case-sensitive.
Your password must be 8-16 characters. Forgot password? Tap Reset password. Password: required.
This is the third time the link went down. I am not able to browse. I am from the network team.
Dear Customer, Dear Team, Dear Sir/Madam, Hi All, Hello there, Thanks team, Regards.
haan ji, theek hai ji, sir ji network nahi aa raha, ruko ji main dekh raha hoon
mera naam bill pe galat chhapa hai, naam change karna hai, kis ke naam par sim hai pata nahi
main kal se pareshan hoon, main office se bol raha hoon, baar baar bol raha hu
Name of the APN, name of the plan, host name, network name (SSID) and access point name may differ.
The IP address is 10.20.30.40, the MAC address is on the label, the e-mail address is missing, address not feasible.
Tower at Sector 21 is down, coverage near MG Road and Gandhi Nagar is poor, 15 sites in Jaipur circle are affected.
5 floors up, block 50 resource blocks, unit 3, room temperature 24, 3 street lights, phase 2 of the road map.
eNodeB 4512 sector 2 Jaipur, 4 AirMax sector antennas, site 77 near Main Road is down, 15 km from Gandhi Nagar.
Mobile number portability, PIN code error, card reader fault, SIM card not detected, call drop rate 1.8%.
Bands 700 850 900 1800 2100 2300 2500 MHz; counters 98765 43210 12 7 0; 12.971598, 77.594562; load 0.9876543210.
rx_bytes=9876543210 tx_bytes=8765432109 uptime=7654321098 epoch=1732250000 epoch_ms=1732250000123
uuid 550e8400-e29b-41d4-a716-446655440000, sha 9f86d081884c7d659a2feaa0c55ad015, session 0x7f529e6c2660
One, two or three bars are enough; two to four minutes; first one, then the other; six sigma; nine to five support.
| Cause | Meaning |
VLAN 100, PVID 1, MTU 1500, GPON 0/3/12, Rx -27.5 dBm, OLT port 0/1/4, S/N 48575443A1B2C3D4.
The user agent "Call Manager 12.5" sends SIP 404 Not Found and Reason: Q.850;cause=16;text="Normal".
ssh root@olt-04, scp backup@10.1.1.5:/cfg, git@github.com:org/repo.git, support@operator.in, noreply@operator.in
Q3 2026: 99.95% availability, 1234567 calls, 45 min MTTR, KPI 98.7 vs 97.1, 3-5 working days, 24x7, 4G/5G NSA.
Executive summary: Customer Premises Equipment was replaced, Voice Over LTE was enabled, Data Roaming was off.
Aadhaar e-KYC failed, PAN card upload failed, IMSI detach seen, IMEI not registered, ICCID mismatch, UPI payment failed.
"""


_MARK = re.compile(r"\{([A-Z]+) ([^}]+)\}")


@pytest.mark.parametrize("marked", [*MARKED.strip().splitlines(), *MARKED_PAGES])
def test_takes_what_identifies_somebody_and_nothing_else(marked: str) -> None:
    text = _MARK.sub(lambda mark: mark[2], marked)
    result = redact(text)
    assert result.text == _MARK.sub(lambda mark: f"[{mark[1]}]", marked)
    assert result.found == Counter(mark[0] for mark in _MARK.findall(marked))


@pytest.mark.parametrize("text", UNTOUCHED.strip().splitlines())
def test_leaves_what_a_support_engineer_needs(text: str) -> None:
    assert redact(text).text == text


FORMS = """
PHONE 9876543210|98765 43210|987-654-3210|+91 98765 43210|+91-9876543210|09876543210|919876543210|(+91) 98765-43210
PHONE 0091 9876543210|+91.98765.43210|011-23456789|(022) 2345 6789|080 4123 4567|+44 20 7946 0958|+1 (415) 555-2671
PHONE 98765\u200b43210|+49 1512 3456789|98XXXXXX10|९८७६५ ४३२१०|９８７６５４３２１０|9 8 7 6 5 4 3 2 1 0
PHONE nine eight seven six five four three two one zero|nine, eight, double seven, six, five, four, three, two, one
PHONE nau aath saat chhe paanch char teen do ek shunya|ninety eight seventy six fifty four thirty two ten
AADHAAR 234123412346|2341 2341 2346|2341-2341-2346|XXXX XXXX 2346|xxxxxxxx2346
CARD 4111111111111111|4111 1111 1111 1111|3782-822463-10005|6073 8400 0000 0008
IMEI 490154203237518|49-015420-323751-8|35 209900 176148 1
ICCID 8991000900000000017|89910009000000000179|89441000300000000014
IMSI 404685505601234|405861234567890
PAN BNZPM2501F|bnzpm2501f
EMAIL a.b-c+d@mail.example.co.in|RAVI_K@GMAIL.COM|ravi dot k at the rate gmail dot com|ravi_k @ gmail.com
UPI ravi.k@okaxis|9876543210@ybl|shop-77@hdfcbank
"""
_FORMS = [
    (line.split(" ")[0], form) for line in FORMS.strip().splitlines() for form in line.partition(" ")[2].split("|")
]


@pytest.mark.parametrize(("kind", "text"), _FORMS)
@pytest.mark.parametrize("frame", ["{}", "see {}, thanks", "| a | {} |", "- {}\n- next", "ye {} hai"])
def test_knows_an_identifier_by_its_form_alone(kind: str, text: str, frame: str) -> None:
    result = redact(frame.format(text))
    assert result.text == frame.format(f"[{kind}]")
    assert result.found == Counter([kind])


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("IMSI 310260123456789", "IMSI [IMSI]"),
        ("IMSI404685505601234", "IMSI[IMSI]"),
        ("IMEISV 3520990017614823", "IMEISV [IMEI]"),
        ("IMEI 352099001761489", "IMEI [IMEI]"),
        ("aadhaar 234123412340", "aadhaar [AADHAAR]"),
        ("my number is 987654321", "my number is [PHONE]"),
        ("9 digits 987654321", "9 digits 987654321"),
        ("234123412340", "234123412340"),
        ("352099001761489", "352099001761489"),
        ("310260123456789", "310260123456789"),
        ("4111111111111112", "4111111111111112"),
        ("IMSI 001010123456789 of the test network", "IMSI 001010123456789 of the test network"),
        ("ABCZE1234F", "ABCZE1234F"),
        ("order 9876543210, phone 9876543210", "order 9876543210, phone [PHONE]"),
        ("otp four eight two nine one three", "otp [SECRET]"),
        ("Tell me the OTP.\nCustomer: it is 482913", "Tell me the OTP.\nCustomer: it is [SECRET]"),
        ("Aapka naam?\nCustomer: irfan", "Aapka naam?\nCustomer: [NAME]"),
        ("the default SIM PIN is 1234", "the default SIM PIN is 1234"),
        ("the SIM PIN is 1234", "the SIM PIN is [SECRET]"),
        ("https://wa.me/919876543210", "https://wa.me/[PHONE]"),
        ("https://x.example/919876543210", "https://x.example/919876543210"),
        ("Pune 411001", "[ADDRESS]"),
        ("PIN code 411001", "PIN code [ADDRESS]"),
        ("Address: -\nVLAN 100, PVID 1, MTU 1500", "Address: -\nVLAN 100, PVID 1, MTU 1500"),
        ("Address: Flat 3,\nMG Road,\nPune 411001", "Address: [ADDRESS],\n[ADDRESS],\n[ADDRESS]"),
    ],
)
def test_the_words_beside_it_decide_what_digits_leave_open(text: str, redacted: str) -> None:
    assert redact(text).text == redacted


def test_a_name_introduced_once_is_taken_everywhere_it_has_a_capital() -> None:
    text = "Ravi called twice. My name is Ravi Kumar, he said. RAVI wants a refund; Kumar is angry, kumari is not."
    assert (
        redact(text).text
        == "[NAME] called twice. My name is [NAME], he said. [NAME] wants a refund; [NAME] is angry, kumari is not."
    )


def test_an_ordinary_word_taken_for_a_name_stays_where_it_is_ordinary() -> None:
    assert (
        redact("Spoke with Bazel, then ran bazel. Bazel is fast.").text
        == "Spoke with [NAME], then ran bazel. Bazel is fast."
    )


def test_a_placeholder_carries_nothing_of_what_it_replaces() -> None:
    assert redact("9876543210 mera number hai").text == redact("+91 70000 00001 mera number hai").text
    assert set(redact("my name is Ravi, pin 1234").found) <= set(KINDS)


def test_markdown_keeps_its_structure() -> None:
    marked = """# Case

| Name | {NAME Ravi Kumar} |
| --- | --- |
| Phone | {PHONE 9876543210} |

1. Called `{PHONE 9876543210}`
   - **OTP:** {SECRET 482913}
> mail {EMAIL a@b.in}
"""
    text = _MARK.sub(lambda mark: mark[2], marked)
    assert redact(text).text == _MARK.sub(lambda mark: f"[{mark[1]}]", marked)


FRAGMENTS = """
9876543210¦98765¦43210¦+91 ¦00¦1¦234123412346¦4111 1111 1111 1111¦8991000900000000017¦404¦ravi@gmail.com¦ravi@okaxis¦@
BNZPM2501F¦otp is ¦pin ¦password: ¦Abc@123¦482913¦ is my otp¦my name is ¦mera naam ¦Mr ¦Dear ¦Ravi ¦ravi ¦Kumar, ¦ ji
 bol raha hu¦Customer: ¦name¦flat 12, ¦MG Road ¦nagar, ¦Pune ¦411001¦address: ¦near ¦one ¦double ¦nine eight ¦two
[PHONE]¦[NAME]¦[¦]¦\0¦\1¦\u200b¦ ¦| ¦- ¦, ¦. ¦-¦/¦(¦)¦XXXX ¦x¦https://a.in/¦order ¦imei ¦imsi¦at ¦dot ¦९८७६¦İ¦ß
order no ¦2026-11-22¦10.0.0.1
"""
_FRAGMENTS = [fragment for line in FRAGMENTS.splitlines()[1:] for fragment in line.split("¦")]
TEXTS = st.lists(
    st.one_of(st.sampled_from([*_FRAGMENTS, "\n", "\n\n", "name\n"]), st.text(max_size=4)), max_size=24
).map("".join)


@given(TEXTS)
def test_redacting_again_changes_nothing(text: str) -> None:
    once = redact(text).text
    assert redact(once).text == once


@given(TEXTS)
def test_everything_outside_the_spans_stays_in_place(text: str) -> None:
    spans = find(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all("\n" not in text[span.start : span.end] or span.kind != "ADDRESS" for span in spans)
    kept, position = [], 0
    for span in spans:
        kept += [text[position : span.start], f"[{span.kind}]"]
        position = span.end
    assert redact(text).text == "".join([*kept, text[position:]])


@given(st.text())
def test_any_text_at_all_is_accepted(text: str) -> None:
    assert redact(redact(text).text).found.total() == 0


# Each of these, repeated, would keep a backtracking or a quadratic detector busy for hours.
HOSTILE = """
1¦1 ¦1-¦12 ¦98765 ¦x¦x ¦*¦a¦Aa ¦a@¦a.¦a-¦A.¦@¦+¦(¦[¦one ¦- ¦ji ¦a ji ¦mr ¦my name is ¦otp ¦otp is ¦pin 1 ¦password:
flat 1 ¦road ¦1/2 road main a*1 ¦12 a road,¦pune flat 1 ¦address: ¦pune ¦at ¦a dot ¦Customer: ¦http://¦\0¦\u200b9
"""
_HOSTILE = [unit for line in HOSTILE.strip().splitlines() for unit in line.split("¦")]


@pytest.mark.parametrize("unit", [*_HOSTILE, "\n", "name\n", "otp\n"])
def test_a_long_hostile_text_is_read_in_linear_time(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    assert redact(text).text.count("\n") == text.count("\n")


def test_every_free_text_field_of_a_document_is_redacted() -> None:
    resolution = Resolution(
        id="case-1",
        symptom="my name is Sunita Devi, 9876543210 has no signal",
        context="Sunita lives at 12 MG Road, Pune 411001",
        cause_code="call ravi@gmail.com",
        steps=("asked Sunita for the OTP 482913", "restarted the phone"),
        outcome="Devi confirmed",
        place="Pune 411001",
        source=("CRM, agent 9876543210",),
    )
    redacted, found = redact_document(resolution)
    assert redacted == Resolution(
        id="case-1",
        symptom="my name is [NAME], [PHONE] has no signal",
        context="[NAME] lives at [ADDRESS]",
        cause_code="call [EMAIL]",
        steps=("asked [NAME] for the OTP [SECRET]", "restarted the phone"),
        outcome="[NAME] confirmed",
        place="[ADDRESS]",
        source=("CRM, agent [PHONE]",),
    )
    assert found == Counter(NAME=4, PHONE=2, ADDRESS=2, EMAIL=1, SECRET=1)


def test_an_article_without_personal_data_is_the_same_object() -> None:
    article = Article(
        id="a", title="Dial 198", body="Call 198 or 1800 103 1111.", symptoms=("net slow",), source=("TS 24.301",)
    )
    assert redact_document(article) == (article, Counter())
    assert redact_document(article)[0] is article


def test_an_article_is_redacted_in_title_body_and_symptoms() -> None:
    article = Article(id="a", title="Mr Ravi", body="Mail a.b@gmail.com", symptoms=("mera naam ravi hai",))
    redacted, found = redact_document(article)
    assert isinstance(redacted, Article)
    assert (redacted.title, redacted.body, redacted.symptoms) == (
        "Mr [NAME]",
        "Mail [EMAIL]",
        ("mera naam [NAME] hai",),
    )
    assert found == Counter(NAME=2, EMAIL=1)
