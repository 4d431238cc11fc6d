"""Made-up personal identifiers, valid by their official formats and check digits, written as people write them."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType
from stdnum import luhn, verhoeff


def _words(text: str, separator: str | None = None) -> list[str]:
    return text.split(separator)


FIRST_NAMES = _words(
    """
    Aarav Vivaan Aditya Arjun Sai Krishna Ishaan Rohan Karthik Suresh Ramesh Mahesh Dinesh Rajesh Mukesh Santosh
    Prakash Anil Sunil Vijay Ajay Sanjay Manoj Deepak Ashok Vinod Pradeep Naveen Harish Girish Ganesh Venkatesh
    Murugan Selvam Arunachalam Gurpreet Harpreet Manpreet Jaspreet Kuldeep Balwinder Imran Irfan Salman Mohammed
    Abdul Farhan Faisal Ayesha Fatima Zainab Shabana Rukhsana Priya Pooja Neha Sneha Anjali Kavita Sunita Savita
    Geeta Seema Rekha Meena Lakshmi Saraswati Parvati Padmini Bhavani Kamala Nirmala Shanti Lata Asha Usha Deepika
    Divya Swati Shreya Ananya Ishita Tanvi Riya Nandini Thomas George Joseph Mathew Mary Teresa Xavier Francis
    Anthony Debashish Subrata Partha Sourav Moumita Tanushree Rituparna Biswajit Tenzin Lobsang Lalrinpuii
    Zoramthanga Temsula Kiren John Emily Olivia Chloe Liam Noah Hiroshi Yuki Wei Mei Carlos Lucia Ahmed Layla Olga
    Dmitri Kwame Amara Chinedu Siobhan Zoë François Jürgen Begoña
    """
)
LAST_NAMES = _words(
    """
    Sharma Verma Gupta Agarwal Mehta Shah Patel Desai Joshi Kulkarni Deshpande Patil Pawar Jadhav Shinde Rao Reddy
    Naidu Iyer Iyengar Nair Menon Pillai Kurup Namboodiri Mukherjee Banerjee Chatterjee Ghosh Bose Dutta Sengupta
    Das Mishra Pandey Tiwari Dubey Shukla Tripathi Yadav Chauhan Rathore Rajput Thakur Kaur Singh Sandhu Gill
    Dhillon Khan Ansari Qureshi Siddiqui Shaikh Pathan D'Souza Fernandes Pereira Kuriakose Varghese Borah Gogoi
    Baruah Hazarika Lepcha Bhutia Smith O'Brien Johnson Müller García Nakamura Tanaka Okafor Mensah Petrov Al-Farsi
    Haddad Rossi Dubois
    """
)
CITIES = _words(
    """
    Mumbai Delhi Bengaluru Chennai Kolkata Hyderabad Pune Ahmedabad Jaipur Lucknow Kanpur Nagpur Indore Bhopal Patna
    Vadodara Ludhiana Agra Nashik Meerut Rajkot Varanasi Srinagar Ranchi Coimbatore Kochi Guwahati Mysuru Gurugram
    Noida Shimla Imphal Sikar Guna Jalna Ongole Nadiad Bhusawal Hosur Tenali Silchar Hapur Ratlam Kurukshetra
    Bhiwadi Palakkad Tezpur Haldwani
    """
)
_HOUSES = _words(
    "Flat {n}|Flat No. {n}|H.No. {n}/{m}|House No {n}|B-{m}|#{n}|Plot No {n}|Door No {m}-{n}/2|{n}|{n}/{m}"
    "|Shop No. {m}|Qtr No {n}",
    "|",
)
_BUILDINGS = _words(
    "Shanti Apartments|Sai Residency|Green Valley Towers|Lotus Heights|Krishna Kunj|Prestige Enclave|Silver Oak Society"
    "|Om Sai CHS|Brigade Meadows|Jal Vayu Vihar|Vasant Villas|Rose Garden Apartments",
    "|",
)
_STREETS = _words(
    "MG Road|Station Road|3rd Cross|Netaji Subhash Marg|Linking Road|Brigade Road|Gali No 4|Tilak Road|5th Main Road"
    "|Link Road|Park Street|Temple Street|Nehru Marg|Mall Road|Old Airport Road|Sardar Patel Marg|12th Main",
    "|",
)
_LOCALITIES = _words(
    "Gandhi Nagar|Koramangala|Andheri West|Sector 62|Civil Lines|Salt Lake|Shastri Nagar|Rajouri Garden|Anna Nagar"
    "|Banjara Hills|Jubilee Hills|Kothrud|Vaishali Nagar|Gomti Nagar|Indiranagar|Aliganj|Model Town|Lajpat Nagar",
    "|",
)
_LANDMARKS = _words("near Hanuman Mandir|opp. City Hospital|behind Bus Stand", "|")
_STREET_LINES = _words(
    "{building}, {street}, {locality}|{street}, {locality}|{building}, {locality}|{locality}|{street}", "|"
)
_TOWN_LINES = _words("{city} {pin}|{city} - {pin}|{city}-{pin}|{city}|{city}, {pin}|{city} PIN {pin}", "|")
_ABROAD = _words(
    "221B Baker Street, London NW1 6XE|48 Rue de la Paix, 75002 Paris|1600 Elm Avenue, Springfield, IL 62704"
    "|7 Orchard Road, Singapore 238801|15 Elm Street, Toronto",
    "|",
)

_NAMES = _words("{f}|{f}|{f} {l}|{f} {l}|{f} {l}|{f} {l}|{f} {m} {l}|{f[0]}. {l}|{f[0]}. {m[0]}. {l}", "|")
_MOBILES = _words(
    "{d}|{d}|{d}|{d}|{a} {b}|{a} {b}|{a}-{b}|{x}-{y}-{z}|{w} {v} {z3}|+91 {a} {b}|+91 {a} {b}|+91-{d}|+91{d}|91{d}|0{d}"
    "|(+91) {a}-{b}|0091 {d}|+91.{a}.{b}|{spaced}|{spaced}|{devanagari}|{w2}XXXXXX{v2}",
    "|",
)
_LANDLINES = _words("0{c}-{s}|0{c} {s}|(0{c}) {s}|0{c} {s1} {s2}|+91 {c} {s}|+91-{c}-{s}|0{c}{s}", "|")
_STD_CODES = _words("11 22 33 44 80 40 20 79 120 141 484 512 172 522 731")
_REGIONS = _words("GB US AE SG DE FR NP BD LK SA QA AU CA JP BR ZA NG KE MY")
_LOCALS = _words("{f}.{l}|{f}{n}|{f}_{l}|{f[0]}{l}|{f}.{l}{n}", "|")
_HOSTS = _words(
    "gmail.com gmail.com yahoo.co.in outlook.com rediffmail.com hotmail.com proton.me tcs.example.com iitb.ac.in"
)
_SPOKEN_MAIL = _words(
    "{said} at gmail dot com|{said} at the rate gmail dot com|{local} [at] gmail [dot] com|{local} @ gmail.com", "|"
)
_HANDLES = _words("okaxis okhdfcbank oksbi ybl paytm ibl axl upi apl kotak idfcbank barodampay cnrb")
_NETWORKS = _words("40410 40445 40520 405840 405861 40411 40490 310260 23415 42402")
_CARDS = (("4", 16), ("4", 16), ("51", 16), ("55", 16), ("34", 15), ("6521", 16), ("6073", 16), ("2221", 16))

_DIGIT_WORDS = _words("zero one two three four five six seven eight nine")
_DIGIT_SHABD = _words("shunya ek do teen char paanch chhe saat aath nau")
_DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")


@dataclass(frozen=True, slots=True)
class Identifier:
    """One planted identifier: its text, and the words or digits of it that tell one person from another."""

    kind: str
    text: str
    parts: tuple[str, ...]


def make(kind: str, rng: Random) -> Identifier:
    """A new identifier of `kind` (a name in MAKERS); the same for the same state of `rng`."""
    return MAKERS[kind](rng)


def _name(rng: Random) -> Identifier:
    text = rng.choice(_NAMES).format(f=rng.choice(FIRST_NAMES), m=rng.choice(FIRST_NAMES), l=rng.choice(LAST_NAMES))
    text = text.upper() if rng.random() < 0.05 else text
    return Identifier("NAME", text, tuple(word for word in text.split() if len(word.strip(".")) > 1))


def _phone(rng: Random) -> Identifier:
    make_one = rng.choices((_mobile, _landline, _phone_abroad, _said), (62, 16, 12, 10))[0]
    digits, text = make_one(rng)
    return Identifier("PHONE", text, (digits,))


def _mobile(rng: Random) -> tuple[str, str]:
    d = rng.choice("6789") + _digits(rng, 9)
    pieces = {"a": d[:5], "b": d[5:], "x": d[:3], "y": d[3:6], "z": d[6:], "w": d[:4], "v": d[4:7], "z3": d[7:]}
    pieces |= {"w2": d[:2], "v2": d[8:], "spaced": " ".join(d), "devanagari": d.translate(_DEVANAGARI)}
    return d, rng.choice(_MOBILES).format(d=d, **pieces)


def _landline(rng: Random) -> tuple[str, str]:
    code = rng.choice(_STD_CODES)
    number = rng.choice("2346") + _digits(rng, 9 - len(code))
    half = len(number) // 2
    return code + number, rng.choice(_LANDLINES).format(c=code, s=number, s1=number[:half], s2=number[half:])


def _phone_abroad(rng: Random) -> tuple[str, str]:
    region = rng.choice(_REGIONS)
    example = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    if example is None:
        raise ValueError(f"libphonenumber has no example of a mobile number in {region}")
    number = int(str(example.national_number)[:-4] + _digits(rng, 4))
    varied = phonenumbers.PhoneNumber(country_code=example.country_code, national_number=number)
    form = rng.choice((PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.E164))
    text = phonenumbers.format_number(varied, form)
    return str(number), "00" + text[1:] if rng.random() < 0.15 else text


def _said(rng: Random) -> tuple[str, str]:
    digits = rng.choice("6789") + _digits(rng, 9)
    words = _DIGIT_SHABD if rng.random() < 0.25 else _DIGIT_WORDS
    text = rng.choice((" ", " ", ", ")).join(words[int(digit)] for digit in digits)
    for word in _DIGIT_WORDS if rng.random() < 0.7 else ():
        text = text.replace(f"{word} {word}", f"double {word}", 1)
    return digits, text


def _email(rng: Random) -> Identifier:
    first, last = _ascii(rng.choice(FIRST_NAMES)), _ascii(rng.choice(LAST_NAMES))
    local, host = rng.choice(_LOCALS).format(f=first, l=last, n=rng.randint(1, 1999)), rng.choice(_HOSTS)
    text = f"{local}@{host}"
    if host == "gmail.com" and rng.random() < 0.3:
        text = rng.choice(_SPOKEN_MAIL).format(local=local, said=local.replace(".", " dot "))
    return Identifier("EMAIL", text, (local,))


def _address(rng: Random) -> Identifier:
    if rng.random() < 0.06:
        text = rng.choice(_ABROAD)
        return Identifier("ADDRESS", text, tuple(word.strip(",") for word in text.split()[:2]))
    city, pin = rng.choice(CITIES), rng.choice("12345678") + _digits(rng, 2) + "0" + _digits(rng, 2)
    house = rng.choice(_HOUSES).format(n=rng.randint(1, 999), m=rng.randint(1, 40))
    street_line = rng.choice(_STREET_LINES).format(
        building=rng.choice(_BUILDINGS), street=rng.choice(_STREETS), locality=rng.choice(_LOCALITIES)
    )
    town = rng.choice(_TOWN_LINES).format(city=city, pin=pin)
    lines = [house, street_line, *(rng.sample(_LANDMARKS, 1) if rng.random() < 0.2 else ()), town]
    text = rng.choice((", ", ", ", ", ", ", ", ", ", "\n", ",\n")).join(lines)
    text = text.replace(",", "") if rng.random() < 0.1 else text
    identifying = tuple(word for word in f"{house} {street_line}".replace(",", "").split() if word not in ("No", "No."))
    return Identifier("ADDRESS", text, (*identifying, pin) if pin in town else identifying)


def _aadhaar(rng: Random) -> Identifier:
    body = rng.choice("23456789") + _digits(rng, 10)
    return _grouped("AADHAAR", body + verhoeff.calc_check_digit(body), (4, 4, 4), rng)


def _pan(rng: Random) -> Identifier:
    letters = string.ascii_uppercase
    text = _pick(rng, letters, 3) + rng.choice("PPPPPCHFAT") + rng.choice(letters)
    text += f"{rng.randint(1, 9999):04d}" + rng.choice(letters)
    return Identifier("PAN", text.lower() if rng.random() < 0.15 else text, (text,))


def _imsi(rng: Random) -> Identifier:
    network = rng.choice(_NETWORKS)
    digits = network + _digits(rng, 15 - len(network))
    return Identifier("IMSI", digits if rng.random() < 0.8 else f"{digits[:3]} {digits[3:5]} {digits[5:]}", (digits,))


def _imei(rng: Random) -> Identifier:
    body = rng.choice(("35", "86", "99", "01")) + _digits(rng, 12)
    return _grouped("IMEI", body + luhn.calc_check_digit(body), (2, 6, 6, 1), rng)


def _iccid(rng: Random) -> Identifier:
    body = rng.choice(("8991", "8944", "8901", "8997")) + _digits(rng, rng.choice((14, 15)))
    digits = body + luhn.calc_check_digit(body)
    return Identifier("ICCID", digits, (digits,))


def _card(rng: Random) -> Identifier:
    prefix, length = rng.choice(_CARDS)
    body = prefix + _digits(rng, length - len(prefix) - 1)
    return _grouped("CARD", body + luhn.calc_check_digit(body), (4, 6, 5) if length == 15 else (4, 4, 4, 4), rng)


def _upi(rng: Random) -> Identifier:
    local = rng.choice((f"{_ascii(rng.choice(FIRST_NAMES))}{rng.randint(1, 99)}", rng.choice("6789") + _digits(rng, 9)))
    return Identifier("UPI", f"{local}@{rng.choice(_HANDLES)}", (local,))


def _code(rng: Random, *lengths: int, prefix: str = "") -> Identifier:
    text = prefix + _digits(rng, rng.choice(lengths))
    return Identifier("SECRET", text, (text,))


def _otp(rng: Random) -> Identifier:
    code = _code(rng, 4, 6, 6, 6)
    is_said = len(code.text) == 6 and rng.random() < 0.1
    return Identifier("SECRET", " ".join(_DIGIT_WORDS[int(d)] for d in code.text), code.parts) if is_said else code


def _password(rng: Random) -> Identifier:
    word, n = _ascii(rng.choice(FIRST_NAMES)), rng.randint(10, 9999)
    text = rng.choice((f"{word.capitalize()}@{n}", f"{word}{n}", f"#{word.capitalize()}_{n}!"))
    return Identifier("SECRET", text, (text,))


MAKERS: dict[str, Callable[[Random], Identifier]] = {
    "NAME": _name,
    "PHONE": _phone,
    "EMAIL": _email,
    "ADDRESS": _address,
    "AADHAAR": _aadhaar,
    "PAN": _pan,
    "IMSI": _imsi,
    "IMEI": _imei,
    "ICCID": _iccid,
    "CARD": _card,
    "UPI": _upi,
    "OTP": _otp,
    "PIN": lambda rng: _code(rng, 4),
    "PUK": lambda rng: _code(rng, 8),
    "CVV": lambda rng: _code(rng, 3),
    "PASSWORD": _password,
    "UPC": lambda rng: _code(rng, 6, prefix=_pick(rng, string.ascii_uppercase, 2)),
}


def _grouped(kind: str, digits: str, groups: tuple[int, ...], rng: Random) -> Identifier:
    ends = [sum(groups[: i + 1]) for i in range(len(groups))]
    pieces = [digits[end - length : end] for end, length in zip(ends, groups, strict=True)]
    return Identifier(kind, rng.choice(("", "", " ", "-")).join(pieces), (digits,))


def _digits(rng: Random, length: int) -> str:
    return _pick(rng, string.digits, length)


def _pick(rng: Random, alphabet: str, length: int) -> str:
    return "".join(rng.choices(alphabet, k=length))


def _ascii(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter in string.ascii_lowercase)
