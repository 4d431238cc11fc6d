"""Words that tell names and addresses from the rest of a support text, in English and romanised Hindi."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of `text`, which white space sets apart."""
    return frozenset(text.split())


# Function words and what people say right before, after or instead of a name. Lower case.
_GRAMMAR = """
a about above after again against all already also alright always am an and another any anybody anymore anyone
anything are around as at away back bad be because been before being below best better between both but by can cannot
cant come coming completely correct correctly could day days dear did didnt different do does doesnt doing done dont
down due during each early either else even ever every everybody everyone everything few fine first folks for friend
friends from further get gets getting give given go going gone good got great guys had happy has have having he hello
help her here hers hey hi him his how however i if im in incorrect incorrectly indeed instead into is isnt it its ive
just kindly know ladies last late later least less let like look looking looks madam maam many may maybe me might mine
misspelled misspelt mistake more most much must my myself near need needed needs neither never new next nice no nobody
none nor not nothing now of off ok okay old on once one only or other others our out over own per perhaps please pls
plz possible quite rather really regarding regards reply right sad said same say says second see seem seems seen
several shall she should showing sincerely since sir sirs so some somebody someone something sometimes soon sorry
spelled spelt still such sure thank thanks that the their them then there therefore these they thing this those though
three through thus till time to today together tomorrow tonight too totally toward two type under unless until unhappy
up upon us user very via wait want wanted wanting was wasnt way we welcome well went were what when where whether
which while who whoever whole whom whose why will with within without wont would wow wrong yeah yes yesterday yet you
your yours able asking available aware based bit called caller calling calls changed chat check checked checking
claims complained complaining concerned confirmed confirms confused connected connecting contacting customer customers
disappointed facing fed frustrated informed interested listed living mentioned missing missed moved printed provided
reached ready receiving recorded registered reported reports requested requests requesting residing shown side
speaking spoke staying stuck suffering talking team telling told tried trying unable update updated upset using
visited waiting wants working worried writing written monday tuesday wednesday thursday friday saturday sunday january
february march april june july august september october november december morning afternoon evening night noon week
month year english hindi india indian
"""

_HINDI = """
aa aage aaj aane aap aapka aapke aapki aapko aaya aayi aaye abhi acha achha accha aisa aise aisi ap apka apke apko
apna apne apni aur aya baad baar baat bahut bhut bhot bar baje band bas bataiye batao bataya bhai bhaiya bhejo bhi
bilkul bola bolna boliye bol bolo chahiye chal chala chalta chalu chuka dekho dekhiye dena dene deta de di didi dijiye
diya din do dono dobara dusra dusre ek fir gaya gaye gayi ghar h ha haa haan haanji hai hain hame hamara hamare han hi
ho hoga hogi hogaya hona hoon hota hu hua hue hui hum hume hun is isko isliye iska iski itna itne ja jab jahan jaldi
jaise jata jati jhooth ji jo jyada ka kab kabhi kahan kaha kaam kal kam kar karke karna karne karo kata kaun ke keh
kehna kha khud ki kisi kis kitna kitne kitni ko koi kr krna krdo kripya kuch kya kyo kyon kyu kyun lag laga lekin liya
log ma main mai mam mana mata mera mere meri mein me mil mila milta mujhe mummy na naam nahi nahin nai naya nhi ni
nikla nikal pa par paas papa pareshan pata pe pehle phir phle pita please poora pr pura raha rahe rahi rehta rehti rha
rhe rhi ruko ruk saal saaf sab sabhi sach sahi sakta sakti sakte sath saath se shukriya sirf suno suniye suna tab tak
tha theek thik thi the thoda to toh tum tumhara uncle aunty beta un unka unko us uska uske usko vahi wahi wali wala
wale waise wapas wo woh yaha yahan aata aati aate aayega aaega dikhta dikhti dikhe dikh chhapa chapa badal badla
badalna badalwana hata hatao jod joda jodna pucha puchho lagta sunai ata ati bataye batana batai likha likhi likhe
daala dala diye aadmi aurat ladka ladki insaan logo logon bacha bachche dukaan sarkar baap maa bahu dada dadi nana
nani saas malik kisike yahi yaar ye yeh zara zyada zaroor namaste namaskar pranam dhanyavaad dhanyawad pati patni bete
beti behen behan grahak
"""

# What telecom texts write with a capital, or put where a name could stand.
_TRADE = """
access account activation add address admin administrator agent agents airtel airtime alarm alert amazon amount
android antenna api apn app apple application apps area assigned attach audio authority automatic balance band
bandwidth bank bars base bearer bill billing bills bluetooth booster box broadband browser bsnl button cable call
callback callers calls capacity card care carrier case cause cell cellular center centre chain change channel charge
charges chrome circle circuit class client code collection company complaint config configuration connect connection
connectivity contact context control core cost country coverage credit crm current cycle dashboard data date
deactivation debit default department desk detach detail details device devices dial dialer digital direct disabled
disconnect display distribution dns docsis dongle download driver dropped dth duplicate edge email emergency enabled
end engineer engineering equipment error escalated escalation esim ethernet executive exchange express facebook failed
failure fault fee fiber fibre field file firewall firmware flow form forum frequency fttb fttc ftth full function
gateway general generic gigabit google gpay gpon group gsm guest handset hardware headquarters helpdesk helpline high
home host hotspot house hub icon id idea identity ims incident inbound incoming information input install installation
integration interface international internet invoice ios iot ip iphone issue issues itself jio jiofiber keypad kyc
landline laptop layer lead led level light lights limit line link list local location log login logs loss low lte mac
mail main maintenance manager management manual map master max media member menu message messages meter mifi minimum
minutes mobile mode model modem module monitor mtnl multimedia name names national net netflix network networks nodal
node noc note number numbers object office offline ola olt online ont onu operations operator option optical order
outage outgoing outlook owner pack packet page partner pass password path payment paytm pcf peer phone phones pilot
plan plane plans plus point poor pop port portal porting post postpaid power premium premises prepaid press primary
priority private problem process product profile program project protocol provider provisioning proxy public queue
radio range rate recharge recipient redirect refund region registration reliance remote replacement report
representative request reset resolution resource response reboot restart retail roaming root router rule sales samsung
save screen sector secondary section security select selected send sender server service services session set setting
settings setup sharing ship shop signal sim site sms social software source speed ssid staff standard start state
station status step store stream subscriber subscribers subscription suite supervisor support switch system tab table
tariff tech technical technician techno technology tele telecom telephone television temporary terminal test text
ticket timer toll tool top tower traffic transfer trouble tv type ultra unit universal unknown unlimited upload
upstream usage usb user users validity value vendor verification version vi video virtual voda vodafone voice
voicemail volte wallet warning web website wifi wireless whatsapp wire workflow world xiaomi xfinity youtube zone
valued colleague sirmadam mdm all lanka lankan mr mrs ms shri smt dr god wi fi generally technically strictly broadly
relatively backend ph mob tel num backoffice emea apac unassigned pending open closed approved rejected yes ok nil na
tbd tba none null true false optional required string description fields header key keys label subject title
goodmorning goodevening goodafternoon city
"""

# Of them, the ones that are names too: with a capital they are taken for one.
NAMES_TOO = words(
    "may april june august best english day din wali master badal max will date king good rich mane tak diya ati sarkar"
    " dada nana mata"
)
COMMON_WORDS = words(_GRAMMAR + _HINDI)
NOT_NAMES = COMMON_WORDS | words(_TRADE)

NOT_SECRETS = NOT_NAMES | words(
    "blank empty forgotten hidden invalid expired correct case-sensitive sensitive mismatch protected locked"
    " blocked wrongly stored encrypted boolean bool int number text masked redacted secret password username"
)

# Words of an Indian or English postal address, beside those that also mean something else to a telecom engineer.
STREETS = words(
    "road rd street str nagar colony sector marg lane gali chowk vihar enclave layout extension extn society"
    " apartment apartments apts residency residences bazaar bazar mohalla moholla puram puri pura peth wadi bagh"
    " ganj chawl avenue ave boulevard blvd drive crescent heights towers villas estate cantt cantonment kunj niwas"
    " nivas bhawan bhavan sadan palace gardens garden park square highway bypass halli palya pally pet nagara"
    " salai theru veedhi kovil mandir masjid sarani path pally terrace court residence hostel chambers plaza"
    " mansion chs chsl phase township county meadows greens village gaon tehsil taluka taluk dist district mandal"
    " rue path zila hills lines town lake cross main stage block bhag khand ward pg"
)
# Of these, the ones that make a number and a capitalised name before them a street address, …
NAMED_STREETS = STREETS - words("sector lines town lake block stage main phase khand bhag pg ward dist")
# … and the ones that do so for a name in small letters too.
PLAIN_STREETS = words(
    "road rd street nagar colony marg lane gali chowk vihar enclave society mohalla moholla puram peth wadi bagh"
    " ganj chawl avenue layout salai nagara palya kunj"
)
HOUSE_PARTS = words(
    "flat house plot door shop room quarter qtr makan apartment apt villa bungalow kothi floor building bldg"
    " block wing tower ward gali survey unit suite gate way close circle farm place h d s f no number num pin"
    " pincode zip code ground first second third main old new gate station church temple school hospital bank bus"
    " stand metro market home high office post king queen saint mahatma center centre india indian link model"
    " power mall airport old east west north south upper lower"
)
LANDMARKS = words("near nr opp opposite behind beside above below next adjacent off no post po ps")

PLACES = words(
    "agra ahmedabad ajmer aligarh allahabad amritsar asansol aurangabad bangalore bengaluru bareilly belgaum"
    " bhilai bhopal bhubaneswar bikaner bilaspur calicut chandigarh chennai coimbatore cuttack dehradun delhi"
    " dhanbad durgapur ernakulam faridabad firozabad ghaziabad goa gorakhpur guntur gurgaon gurugram guwahati"
    " gwalior hubli hyderabad imphal indore jabalpur jaipur jalandhar jammu jamnagar jamshedpur jhansi jodhpur"
    " kakinada kanpur karnal kochi kolhapur kolkata kollam kota kozhikode kurnool lucknow ludhiana madurai"
    " mangalore mangaluru mathura meerut moradabad mumbai mysore mysuru nagpur nanded nashik nellore noida panaji"
    " panipat patiala patna pondicherry puducherry prayagraj pune raipur rajahmundry rajkot ranchi rohtak rourkela"
    " saharanpur salem sangli shillong shimla siliguri solapur sonipat srinagar surat thane thiruvananthapuram"
    " thrissur tirupati trichy trivandrum udaipur ujjain vadodara varanasi vijayawada visakhapatnam vizag warangal"
    " andhra assam bihar chhattisgarh gujarat haryana himachal jharkhand karnataka kerala maharashtra manipur"
    " meghalaya mizoram nagaland odisha punjab rajasthan sikkim telangana tripura uttarakhand bengal pradesh nadu"
    " london dubai singapore york paris toronto india"
)
# What engineers number: after one of these, a number is no house number.
NUMBERED_THINGS = words(
    "site sites cell cells sector sectors tower node nodes enodeb gnodeb enb gnb bts band bands port slot vlan ticket"
    " case batch channel line pole cabinet olt splitter box level step version day week station hub circle region zone"
    " cluster pci tac earfcn route ring tier rev release page chapter clause section figure table alarm code cause"
)
