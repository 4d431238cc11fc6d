"""The words of the simulated customers: what they notice, what they want, what they agree to. They do not know what is wrong.

Written apart from the symptoms of the flows, which the router is built on: what is measured here must be new to it.
"""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH, HINDI, NOTE = (
    "en",
    "hi",
    "note",
)  # a customer's English, romanised Hindi, and an agent's note about the customer
Lines = Mapping[str, tuple[str, ...]]

COMPLAINTS: Mapping[str, Lines] = {
    "no-service": {
        ENGLISH: (
            "My mobile has been totally dead for calls and texts {since}, there are no bars whatsoever.",
            'I get "no service" wherever I go {since}.',
            "Nobody can reach me and I can't ring out, the reception icon is empty.",
            "hello, {since} my handset never finds the network any more, it just searches and searches",
            "phone has lost its connection to you people completely, not one bar",
            "My phone is useless, no reception at all {since}. Please get me back on the network.",
            "There's nothing where the bars used to be {since}, I am cut off.",
            "{since} my cell is dead to the world, no calling, no texting.",
            "I walked all over the neighbourhood and the phone still can't find your network.",
            "phone says not registered {since}, can't do a thing with it",
        ),
        HINDI: (
            "bhai {since} mere phone me ek bhi signal nahi hai, na call hoti hai na message",
            "mobile me network ka naam hi gayab ho gaya hai {since}",
            "mera phone kisi ko nahi lag raha aur mai bhi kisi ko call nahi kar pa raha, signal zero hai",
            "{since} no service likha hua hai phone par, please theek kar dijiye",
            "phone network search karta rehta hai par milta nahi",
            "sim lagi hui hai phir bhi mobile par koi network nahi {since}",
            "mobile bilkul band sa ho gaya hai {since}, na incoming na outgoing, danda ek bhi nahi",
            "{since} phone tower se judta hi nahi",
        ),
        NOTE: (
            "Cust reports handset has no network {since}, cannot call or be called.",
            "Customer says phone displays No Service {since}. Wants signal restored.",
            "Subscriber has lost reception {since}; neither calls nor SMS.",
        ),
    },
    "mobile-data": {
        ENGLISH: (
            "As soon as I leave my house nothing online works on my phone, {since} already.",
            "I have no internet on the go. Browser just says I'm offline.",
            "none of my apps can get online over the mobile network {since}",
            "The web won't open on my cell phone unless there is wifi around, since when is that normal?",
            "my phone has no internet connection {since}, maps, mail, nothing",
            "Could you get the internet on my SIM going again, it stopped {since}.",
            "Nothing loads when I'm out and about {since}, the phone claims there's no connection.",
            "My data connection over the SIM is dead {since}.",
            "I switch wifi off and that's the end of the internet on my phone.",
            "can't get online with my phone's own connection {since}",
        ),
        HINDI: (
            "{since} mere sim ka internet bilkul nahi chal raha",
            "ghar se bahar nikalte hi phone me net khatam, koi app nahi khulti",
            "mobile ka net band pada hai {since}, wifi ke bina kuch nahi hota",
            "google maps tak nahi khulta, data connect hi nahi hota {since}",
            "bhaiya net chalu karwa do, {since} phone pe kuch bhi load nahi hota",
            "sim ka data {since} kaam nahi karta, whatsapp bhi nahi chalta bahar",
            "wifi band karte hi phone ka internet gayab",
            "mobile internet {since} dead hai",
        ),
        NOTE: (
            "Cust has no mobile internet {since}, browsing over the SIM fails.",
            "Customer unable to use mobile data on the handset {since}; speed test shows no connection.",
            "Handset has no internet over cellular {since}.",
        ),
    },
    "slow-data": {
        ENGLISH: (
            "Over mobile data everything crawls {since}, a single photo takes a minute to open.",
            "the speed on my phone away from wifi is a joke {since}",
            "My cellular internet either hangs or drags along. I pay for fast data and I want fast data.",
            "clips on my mobile connection stop every two seconds to load {since}",
            "Why is my mobile internet so sluggish? {since} it's been like the nineties.",
            "Speed test on my SIM gives a miserable number {since}.",
            "Loading anything on the go takes ages {since}.",
            "My mobile download speed is terrible {since}, nowhere near what I'm sold.",
            "apps over the SIM are painfully slow {since}",
        ),
        HINDI: (
            "mere phone ka net kachhue ki tarah chal raha hai {since}",
            "mobile data ki speed {since} bahut ghatia hai, ek video bhi theek se nahi chalti",
            "sim wale net pe speed test kiya, bahut kam aaya, mujhe poori speed chahiye",
            "net chalta hai to rengta hai {since}, photo khulne me ek minute lagta hai",
            "data itna dheema hai {since} ki ek reel bhi nahi chalti",
            "phone ke internet ki raftaar bahut kam ho gayi hai {since}",
        ),
        NOTE: (
            "Cust complains of very low mobile data speed {since}, wants full speed.",
            "Customer states mobile internet stalls or is very slow {since}.",
            "Low throughput on mobile data {since}, customer expects full speed.",
        ),
    },
    "mms": {
        ENGLISH: (
            "When I text a photo it never leaves.",
            "I can't get a picture through by text message {since}, it says failed every time.",
            "sending a snap to my sister in the normal messages app just won't go {since}",
            "Multimedia messages do not go out from my phone {since}.",
            "the photo I attach to a text stays on sending for ever",
            "Texting pictures has stopped working {since}.",
            "Every photo message I try to send bounces {since}.",
            "I can't send my mum a picture by text",
        ),
        HINDI: (
            "message app se photo bhejta hu to fail ho jata hai {since}",
            "tasveer wala message jata hi nahi {since}",
            "{since} mms nahi ja raha, picture message har baar atak jata hai",
            "apni behen ko message me photo bheji, gayi hi nahi",
            "photo wala sms nahi jaa raha {since}",
            "picture bhejne par message failed aata hai {since}",
        ),
        NOTE: (
            "Cust cannot send MMS {since}; messaging app fails with pictures.",
            "Customer unable to send picture messages from the default messaging app {since}.",
            "Picture messaging fails {since}.",
        ),
    },
    "calls": {
        ENGLISH: (
            "Talking on my phone is hopeless {since}, the calls go wrong every time.",
            "Something is off with phone calls on my mobile {since}: ringing me or ringing out does not work as it should.",
            "I can't hold a proper voice call {since}, please sort out my calling.",
            "my voice calls are broken {since}",
            "People complain they can't talk to me on the phone {since}.",
            "Phone conversations are impossible on my mobile {since}.",
            "My calls are a mess {since}, either way round.",
            "Calling has been faulty on my phone {since}, I need to be able to speak to people.",
            "there's something wrong with my voice service {since}",
        ),
        HINDI: (
            "{since} phone par baat hi nahi ho paati, call me dikkat hai",
            "meri calling theek nahi chal rahi {since}, call karne me ya aane me problem aati hai",
            "voice call kharab ho gayi hai {since}, baat poori nahi hoti",
            "call sahi se nahi hoti {since}, please calling theek karo",
            "{since} phone par awaaz wali call me gadbad hai",
            "call karna aur uthana dono me taklif hai {since}",
            "meri call service kharab chal rahi hai {since}",
        ),
        NOTE: (
            "Cust reports voice call problems {since}; wants working calls both ways.",
            "Customer says calls on the mobile do not work properly {since}.",
            "Voice service faulty {since}, cust cannot have a normal conversation.",
        ),
    },
    "sms-otp": {
        ENGLISH: (
            "My bank sends me a code to log in but it never turns up on my phone {since}.",
            "I am stuck because the verification text does not come {since}.",
            "no one time passwords reach me {since}, tried five times",
            "The six digit codes from the payment app are not arriving {since}.",
            "I wait and wait for the login code by text and there's nothing",
            "The login codes my bank texts me do not reach me {since}.",
            "I never get the confirmation code by SMS {since}, so I can't pay for anything.",
            "verification texts are missing {since}",
        ),
        HINDI: (
            "bank ka otp mere number par nahi pahunch raha {since}",
            "{since} verification code wala message hi nahi aata",
            "payment ke liye code aana chahiye tha, 5 baar try kiya, nahi aaya",
            "otp ka intezar karte karte thak gaya, koi sms nahi aata {since}",
            "login karne ka code sms me nahi mil raha {since}",
            "bank se aane wala code phone par nahi aa raha",
        ),
        NOTE: (
            "Cust does not receive OTP texts from bank {since}.",
            "Customer says verification codes by SMS never arrive {since}.",
            "No OTP SMS received {since}, several attempts.",
        ),
    },
    "roaming": {
        ENGLISH: (
            "I'm on holiday in {country} and my phone is no good here, no internet.",
            "We landed in {country} {since} and my mobile hasn't worked online since.",
            "I am travelling in {country} for work, the phone can't get online over here.",
            "in {country} at the moment, my sim from home does not give me any data",
            "Greetings from {country}. My phone has had no internet {since} we arrived.",
            "I flew to {country} and the phone refuses to go online here.",
            "Here in {country} I can't use my mobile data at all.",
        ),
        HINDI: (
            "main abhi {country} me hu aur yahan mera phone kaam nahi kar raha, net bilkul nahi",
            "{country} ghumne aaya hu, yahan sim ka net nahi chal raha",
            "hum {country} pahunche {since}, tab se phone me internet nahi hai",
            "{country} me hu, mera phone yahan internet nahi pakad raha",
            "videsh aaya hu ({country}), yahan data nahi chalta",
        ),
        NOTE: (
            "Cust is in {country}; phone does not work abroad, no data.",
            "Customer travelling in {country}, reports no mobile internet there.",
            "Traveller in {country}: no data on the home SIM.",
        ),
    },
    "sim-esim": {
        ENGLISH: (
            "I put my new SIM in {since} and it still does not come alive.",
            "The replacement sim you gave me isn't going live, {since} I've been waiting.",
            "my new sim was supposed to be activated {since}, it isn't",
            "I swapped my SIM {since} and the new one has never worked.",
            "Swapped in the fresh SIM card {since}, it stays inactive.",
            "When will my new SIM be switched on? I put it in {since}.",
        ),
        HINDI: (
            "naya sim lagaya hai {since}, abhi tak chalu nahi hua",
            "sim badalwaya tha {since}, naya wala start hi nahi ho raha",
            "nayi sim activate nahi hui abhi tak, {since} se baitha hu",
            "naya sim card dala {since}, network hi nahi pakadta, activation nahi hua",
            "sim replace karaya tha, {since} naya sim band pada hai",
        ),
        NOTE: (
            "Cust inserted new SIM {since}, SIM not active.",
            "Customer says SIM activation after replacement has not completed {since}.",
            "SIM replaced {since}, new SIM not live.",
        ),
    },
    "esim": {
        ENGLISH: (
            "I moved to an eSIM {since} and it doesn't come up on my phone.",
            "my e-sim won't start on the new phone {since}",
            "The eSIM you issued {since} is not active on my handset.",
            "My phone won't start using the eSIM I got {since}.",
        ),
        HINDI: (
            "esim liya tha {since}, phone me chalu nahi ho raha",
            "mera e-sim naye phone par activate nahi ho raha {since}",
            "esim ka activation atka hua hai {since}",
        ),
        NOTE: (
            "Cust ordered eSIM {since}, it is not active on the phone.",
            "eSIM issued {since}, not working on device.",
        ),
    },
    "lost": {
        ENGLISH: (
            "Somebody stole my phone on the bus {since}, stop my SIM right now please.",
            "I can't find my mobile anywhere, it's gone {since}. Please block my number.",
            "My handbag was snatched with the phone in it {since}, I need my line blocked.",
            "I left my phone in a cab {since}, please block the line before somebody uses it.",
            "My mobile was pickpocketed {since}. Block my number please.",
        ),
        HINDI: (
            "mera phone chori ho gaya {since}, jaldi se sim block kar do",
            "phone kahin gir gaya hai {since}, mera number band kar dijiye please",
            "bus me kisi ne mera phone maar liya {since}, number turant block kijiye",
        ),
        NOTE: (
            "Cust lost handset {since}, asks to block the number.",
            "Phone stolen {since}. Customer requests block of the number.",
        ),
    },
    "found": {
        ENGLISH: (
            "Good news, my missing phone turned up {since}, please unblock my number again.",
            "I found the phone I had reported lost, can you switch my line back on please?",
            "My stolen phone was handed in at the police, please unblock my line.",
            "The phone I lost is back in my hands {since}, please unblock the number.",
        ),
        HINDI: (
            "mera khoya hua phone mil gaya {since}, number wapas chalu kar do",
            "phone mil gaya hai, pehle block karwaya tha, ab unblock kar dijiye",
            "gum hua phone wapas mil gaya {since}, number unblock kar do",
        ),
        NOTE: (
            "Cust found the phone reported lost, wants number unblocked.",
            "Lost phone recovered {since}; customer wants the line unblocked.",
        ),
    },
    "barred-line": {
        ENGLISH: (
            "A recorded voice tells me this service is barred on my connection {since}.",
            "my line has been restricted {since}, I hear that the facility is not allowed for my number",
            "You have put some bar on my number {since}, please have it opened.",
            "There's a restriction on my line {since}, I want it removed.",
            "An announcement says my number is barred from this service {since}.",
            "Some services are blocked on my line {since}, please lift that.",
            "My connection has been barred {since} and I'd like it lifted.",
        ),
        HINDI: (
            "mere number par koi rok laga di hai {since}, awaaz aati hai ki suvidha band hai",
            "{since} meri line bar kar rakhi hai aapne, ise khulwa do",
            "number pe service barred bol raha hai {since}",
            "meri line par rok lagi hai {since}, hata dijiye",
            "mere number ki suvidha rok di gayi hai {since}, khol do",
        ),
        NOTE: (
            "Cust says line is barred {since}, wants the bar removed.",
            "Customer hears announcement that services on the number are barred {since}.",
            "Services barred on the line {since}; customer asks to lift the barring.",
        ),
    },
    "recharge-cap": {
        ENGLISH: (
            "I topped up {since} but my pack still doesn't show.",
            "paid for a recharge {since}, got nothing for it",
            "The money for my recharge left my account {since} and my number still has no pack.",
            "My recharge went through at the shop {since} but nothing has come to my number.",
            "I bought a pack {since} and it isn't there.",
        ),
        HINDI: (
            "{since} recharge kiya, paise kat gaye par pack nahi mila",
            "maine pack dalwaya {since}, abhi tak number par aaya nahi",
            "dukaan se recharge karaya {since}, number pe kuch nahi aaya",
        ),
        NOTE: (
            "Cust recharged {since}, pack not credited.",
            "Recharge paid {since}, benefit not received.",
        ),
    },
    "cap": {
        ENGLISH: (
            "I got a text that all the data of my plan is used up {since}.",
            "It says I have used one hundred percent of my data allowance {since}, now what?",
            "My monthly data is gone {since}, I can't use any more.",
            "The app says zero data left {since}.",
        ),
        HINDI: (
            "message aaya ki mera poora data khatam ho gaya {since}",
            "plan ka sara data use ho gaya bol raha hai {since}",
            "mera data pack poora khatam dikha raha hai {since}",
        ),
        NOTE: (
            "Cust has exhausted data allowance {since}, wants data again.",
            "Data quota fully used {since}, customer asks for data.",
        ),
    },
    "broadband-down": {
        ENGLISH: (
            "Our home internet is completely down {since}, not even the wired PC gets online.",
            "The fibre at home is out {since}, no device in the house has a connection.",
            "no broadband in the flat {since}",
            "My fixed line internet died {since}, the whole family is offline.",
            "We have had no internet at home {since}, the fibre is out.",
            "nothing works over our home fibre line {since}",
            "The home connection is dead {since}, cable or no cable.",
        ),
        HINDI: (
            "ghar ka fiber internet {since} bilkul band hai, computer bhi nahi chal raha",
            "broadband thap pada hai {since}, ghar me kisi ka net nahi chal raha",
            "{since} fiber connection dead hai, please jaldi theek karo",
            "ghar ka broadband {since} chal hi nahi raha",
            "{since} fiber ka net poora band hai, cable lagakar bhi nahi chalta",
        ),
        NOTE: (
            "Cust reports broadband down {since}, no device online.",
            "Customer's fibre connection has no internet {since}.",
            "Home fibre: no internet {since}.",
        ),
    },
    "broadband-slow": {
        ENGLISH: (
            "Our fibre at home is far below the speed we pay for {since}, even with a cable.",
            "home broadband is dragging {since}, wired test shows a fraction of my plan",
            "The broadband line is slow {since}, I measured it at the router.",
            "Our fibre internet has become slow {since}, on the wired computer too.",
            "I pay for fast fibre and get a trickle {since}, measured by cable.",
        ),
        HINDI: (
            "ghar ke broadband ki speed {since} plan se bahut kam aa rahi hai, cable lagakar bhi",
            "fiber slow chal raha hai {since}, router pe test kiya to speed aadhi bhi nahi",
            "ghar ke fiber ki speed {since} bahut gir gayi hai, cable se bhi kam aati hai",
        ),
        NOTE: (
            "Cust's broadband speed far below plan {since}, tested by cable.",
            "Fixed broadband slow {since}, wired test low.",
        ),
    },
    "wifi": {
        ENGLISH: (
            "Wi-Fi at home is unusable on my phone {since}.",
            "my phone and the wireless at home don't get along {since}",
            "The wifi in my flat hardly works for me {since}, please fix the wireless.",
            "The home wireless is a disaster on my phone {since}.",
            "I can't do anything over our wifi {since}.",
            "Wireless at home keeps failing me {since}.",
        ),
        HINDI: (
            "ghar ka wifi mere phone par theek se nahi chalta {since}",
            "{since} wifi ki problem hai ghar me, phone pe wifi se kuch nahi khulta",
            "ghar ke wifi par mobile nahi chalta theek se {since}",
            "wifi {since} bekaar chal raha hai ghar me",
        ),
        NOTE: (
            "Cust's home Wi-Fi does not work properly on the phone {since}.",
            "Wi-Fi at home not usable {since}.",
        ),
    },
}

GREETINGS: Lines = {
    ENGLISH: ("Hi,", "Hello there.", "Good evening.", "hey", "Hi team,", "To whom it may concern:"),
    HINDI: ("Namaste,", "hello ji,", "sir,", "madam ji", "bhaiya,"),
    NOTE: ("Inbound call.", "Chat:", "Ticket from store."),
}
ASIDES: Lines = {  # true of many, and of no use
    ENGLISH: (
        "I have restarted nothing yet.",
        "My phone is a Samsung A54.",
        "It's an iPhone 13 if that matters.",
        "I have been your customer for nine years.",
        "This is really annoying.",
        "I waited twenty minutes in the queue.",
        "Please be quick, I'm at work.",
    ),
    HINDI: (
        "mera phone Redmi Note 12 hai.",
        "bahut pareshan hu.",
        "main 5 saal se aapka customer hu.",
        "jaldi kijiye please.",
        "office me hu, zyada time nahi hai.",
    ),
    NOTE: ("Customer is polite.", "Handset: Pixel 7.", "Cust is in a hurry."),
}
CLAIMS: Mapping[str, Lines] = {  # said only where it is true; which truth, `tickets` says
    "mms": {
        ENGLISH: ("Plain texts are fine.", "Normal texting is ok."),
        HINDI: ("sada text to chala jata hai.",),
        NOTE: ("Ordinary SMS works.",),
    },
    "calls": {
        ENGLISH: ("Internet is ok though.",),
        HINDI: ("net to theek chal raha hai.",),
        NOTE: ("Mobile data works.",),
    },
    "mobile-data": {
        ENGLISH: ("Phone calls go through all right.",),
        HINDI: ("call to ho jati hai.",),
        NOTE: ("Voice is ok.",),
    },
    "slow-data": {
        ENGLISH: ("At times there is nothing at all.",),
        HINDI: ("kabhi kabhi to bilkul band ho jata hai.",),
        NOTE: ("At times no connection at all.",),
    },
    "wifi": {
        ENGLISH: ("The desktop on the cable is fine.",),
        HINDI: ("cable wala computer theek chalta hai.",),
        NOTE: ("Wired PC ok.",),
    },
}
SINCE: Lines = {
    ENGLISH: (
        "since this morning",
        "since yesterday",
        "for two days",
        "since Sunday",
        "since last night",
        "for a week",
    ),
    HINDI: ("kal se", "subah se", "do din se", "raat se", "ek hafte se", "ravivar se"),
    NOTE: ("since yesterday", "for two days", "since morning", "since 3 days"),
}
COUNTRIES = ("France", "Japan", "Thailand", "Spain", "Kenya", "Brazil")

NUMBER: Lines = {
    ENGLISH: ("My number is {number}.", "The line is {number}.", "It's about {number}."),
    HINDI: ("mera number {number} hai.", "number hai {number}."),
    NOTE: ("Number: {number}.", "MSISDN {number}."),
}
OTHER_NUMBER: Lines = {
    ENGLISH: ("I am calling from my friend's phone {other}.", "You can call me back on {other}."),
    HINDI: ("main apne dost ke number {other} se call kar raha hu.",),
    NOTE: ("Callback number {other}.",),
}
SOLVED: Mapping[str, Lines] = {
    "no-service": {
        ENGLISH: ("It is fixed for me when the bars are back.",),
        HINDI: ("signal aa jaye to kaam ho gaya.",),
        NOTE: ("Resolved when phone has signal.",),
    },
    "mobile-data": {
        ENGLISH: ("I'm happy once pages load again over mobile data.",),
        HINDI: ("bas mobile data chalne lage.",),
        NOTE: ("Resolved when mobile data works.",),
    },
    "slow-data": {
        ENGLISH: ("It's only fixed when the mobile speed test is excellent again.",),
        HINDI: ("jab mobile data ka speed test excellent aaye tabhi theek maanunga.",),
        NOTE: ("Will consider it resolved when speed test shows excellent mobile speed.",),
    },
    "mms": {
        ENGLISH: ("It's done when one picture message goes out.",),
        HINDI: ("ek photo message chala jaye bas.",),
        NOTE: ("Resolved when an MMS can be sent.",),
    },
}

AGREES: Mapping[str, Lines] = {
    "consent_pay_bills": {
        ENGLISH: ("If there is an unpaid bill, I will pay the bill now.", "I agree to pay any overdue bills."),
        HINDI: ("koi bill baki ho to main bill bhar dunga.",),
        NOTE: ("Customer agrees to pay all overdue bills.",),
    },
    "refuel_gb": {
        ENGLISH: ("If it helps I will buy {gb} GB of extra data.", "You may add {gb} GB of data and charge me."),
        HINDI: ("zarurat ho to {gb} GB data add kar do.",),
        NOTE: ("Customer is willing to refuel {gb} GB of data if necessary.",),
    },
    "consent_roaming_pack": {
        ENGLISH: ("I'm fine with you adding a roaming pack.", "Yes, please add the roaming pack."),
        HINDI: ("roaming pack add kar do, chalega.",),
        NOTE: ("Customer agrees to buy a roaming pack.",),
    },
}
REFUSES: Mapping[str, Lines] = {
    "consent_pay_bills": {
        ENGLISH: ("I will not pay any bill today.",),
        HINDI: ("main koi bill nahi bharunga.",),
        NOTE: ("Customer refuses to pay overdue bills.",),
    },
    "refuel_gb": {
        ENGLISH: ("I do not want to buy extra data.",),
        HINDI: ("extra data nahi lena hai.",),
        NOTE: ("Customer does not want to buy additional data.",),
    },
    "consent_roaming_pack": {
        ENGLISH: ("I don't want to buy a roaming pack.",),
        HINDI: ("roaming pack nahi lena.",),
        NOTE: ("Customer does not want to buy a roaming pack.",),
    },
}
ABROAD: Lines = {
    ENGLISH: ("I am in {country} right now.", "By the way I'm travelling in {country}."),
    HINDI: ("main abhi {country} me hu.",),
    NOTE: ("Customer is currently in {country}.",),
}
