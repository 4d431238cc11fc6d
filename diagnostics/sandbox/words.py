"""The words of the simulated customers, in English and in romanised Hindi, by what is wrong; none names a person or a number."""

from __future__ import annotations

import numpy as np

from diagnostics.sandbox.faults import Fault

GENERAL, FIXED = "general", "fixed"  # what people complain of without a fault of the network: mobile, and at home

_MOBILE_DEAD = (
    "no network since {when}, phone shows emergency calls only",
    "signal is completely gone in {place}",
    "no signal at all at {place} from {when}, all family members on your network same problem",
    "calls not connecting and no internet in our area {place}",
    "network nahi aa raha hai {place} mein, {when} se band hai",
    "subah se tower band hai kya? {place} mein koi network nahi",
    "phone mein sirf emergency calls likha aa raha hai, {when} se",
    "humare area {place} mein network bilkul gayab hai",
)
_MOBILE_SLEEPING = (
    "full bars but nothing works at {place}, no calls no data",
    "signal dikh raha hai lekin net aur call kuch nahi chal raha, {place}",
    "network is showing but calls fail at once since {when}",
    "tower full hai par call lagti hi nahi, {when} se yahi haal hai",
    "internet shows connected, pages never load, {place}",
)
_SLOW = (
    "internet is very slow at {place} since {when}",
    "net bahut slow chal raha hai {place} mein, video ruk ruk ke chalta hai",
    "speed test gives not even 1 mbps, full signal though",
    "4G aa raha hai par speed kuch nahi, {when} se aisa hi hai",
    "whatsapp photos take minutes to send from {place}",
    "payment app keeps loading, data speed useless at {place}",
)
_CROWD = (
    "at the stadium, cannot send a single message or photo",
    "match dekhne aaye hain, net bilkul nahi chal raha",
    "network jam near the stadium, calls drop every time",
    "stadium ke paas call hi nahi lag rahi, itni bheed hai",
)
_FIBRE = (
    "fibre broadband down since {when}, LOS light is red",
    "wifi band hai, ont par laal batti jal rahi hai",
    "broadband not working in our building at {place}, red light blinking on the box",
    "internet down at home, neighbours with your fibre also down",
    "ghar ka net {when} se band hai, LOS red aa raha hai, padosi ka bhi band hai",
)
_CREDIT = (
    "outgoing calls stopped, says service is barred",
    "recharge kiya tha phir bhi number band dikha raha hai",
    "my line is suspended, I cannot call or use data",
    "bill bhara nahi tha shayad, ab call nahi ja rahi, chalu kar do",
    "number band ho gaya hai, message aaya validity khatam",
)
_CAP = (
    "data suddenly very slow, it was fine this morning",
    "net 64 kbps pe chal raha hai, aaj ka data khatam ho gaya kya",
    "internet stopped working from {when}, calls are fine",
    "mera data pack abhi baaki hona chahiye, net nahi chal raha",
)
_GENERAL = (
    "calls drop when I walk inside my flat at {place}",
    "wrong deduction of balance, please check",
    "OTP messages arrive very late",
    "how do I activate e-sim on my new phone",
    "caller tune lag gayi hai apne aap, hatao",
    "ghar ke andar signal bahut kam aata hai",
    "5G icon does not show on my phone",
    "my bill is higher than last month",
    "phone restart kiya phir bhi net thoda slow lagta hai",
    "incoming calls go to busy sometimes",
    "sim card not detected after I dropped the phone",
    "recharge ho gaya par pack activate nahi hua",
    "voice breaks on calls at {place} in the evening",
)
_FIXED_GENERAL = (
    "wifi weak in the back room",
    "wifi password change karna hai",
    "broadband slow in the evening on my laptop only",
    "router restarts by itself sometimes",
    "tv par picture atak rahi hai",
)
PHRASES = {
    Fault.SITE_DOWN: _MOBILE_DEAD,
    Fault.PLANNED_WORK: _MOBILE_DEAD,
    Fault.SLEEPING_CELL: _MOBILE_SLEEPING,
    Fault.BACKHAUL_LIMIT: _SLOW,
    Fault.STADIUM_EVENT: _CROWD,
    Fault.FIBRE_CUT: _FIBRE,
    Fault.MIS_TILTED_ANTENNA: (
        "signal has become weak at {place} since a few days",
        "pehle yahan achha signal tha, ab ek danda aata hai",
    ),
    Fault.BARRED_CELL: (
        "no service at {place} though the tower is right in front of us",
        "phone {place} mein doosra tower pakadta hai, awaaz kat-ti hai",
    ),
    Fault.CREDIT_BARRING: _CREDIT,
    Fault.CAP_REACHED: _CAP,
    GENERAL: _GENERAL,
    FIXED: _FIXED_GENERAL,
}
_WHEN = ("morning", "an hour", "half an hour", "evening", "last night", "today noon")
_BEFORE = ("", "", "", "hello, ", "sir ", "hi, ", "please help, ", "bhai ", "madam ", "urgent: ")
_AFTER = (
    "",
    "",
    "",
    "",
    " please check",
    " jaldi theek karo",
    " pls",
    "!!",
    " kab tak theek hoga?",
    " when will it be fixed?",
    ".",
)


def say(kind: Fault | str, place: str, dice: np.random.Generator) -> str:
    """One complaint; now and then with a letter mistyped."""
    phrases = PHRASES[kind]
    words = str(phrases[dice.integers(0, len(phrases))]).format(place=place, when=_WHEN[dice.integers(0, len(_WHEN))])
    words = _BEFORE[dice.integers(0, len(_BEFORE))] + words + _AFTER[dice.integers(0, len(_AFTER))]
    if dice.random() < 0.15 and len(words) > 12:
        spot = int(dice.integers(4, len(words) - 2))
        words = words[:spot] + words[spot + 1] + words[spot] + words[spot + 2 :]
    return words
