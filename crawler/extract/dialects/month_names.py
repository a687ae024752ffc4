"""Names of the months, as a table. Abbreviations follow from them and need no entry.

Twelve entries a language, from January on; ``|`` between forms, ``_`` for a space. Folding (case,
accents) is done when the table is read. Only what folding and abbreviating cannot derive is here.
"""

# ruff: noqa: E501 - a table reads best with a row a line

from __future__ import annotations

# Ordered: an abbreviation that two languages share means what it means in the first.
MONTHS = {
    "en": "january february march april may june july august september october november december",
    "de": "januar|jänner|jaenner februar|feber|feb märz|maerz|mrz april mai juni july|juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet|jul août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre|sep octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart|mrt april mei juni juli augustus september oktober november december",
    "pl": "stycznia|styczeń lutego|luty marca|marzec kwietnia|kwiecień maja|maj czerwca|czerwiec lipca|lipiec sierpnia|sierpień września|wrzesień października|październik listopada|listopad grudnia|grudzień",
    "ru": "января|январь февраля|февраль марта|март апреля|апрель мая|май июня|июнь июля|июль августа|август сентября|сентябрь октября|октябрь ноября|ноябрь декабря|декабрь",
    "uk": "січня|січень лютого|лютий березня|березень квітня|квітень травня|травень червня|червень липня|липень серпня|серпень вересня|вересень жовтня|жовтень листопада|листопад грудня|грудень",
    "be": "студзеня|студзень лютага|люты сакавіка|сакавік красавіка|красавік мая|травень чэрвеня|чэрвень ліпеня|ліпень жніўня|жнівень верасня|верасень кастрычніка|кастрычнік лістапада|лістапад снежня|снежань",
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "sr": "јануар|januar|јануара фебруар|februar|фебруара март|mart|марта април|april|априла мај|maj|маја јун|jun|јуни|juni|јуна јул|jul|јули|juli|јула август|avgust|августа септембар|septembar|септембра|septembra октобар|oktobar|октобра|oktobra новембар|novembar|новембра|novembra децембар|decembar|децембра|decembra",
    "bs": "januar|januara februar|februara mart|marta april|aprila maj|maja juni|juna|jun juli|jula|jul avgust|august|augusta|avgusta septembar|septembra oktobar|oktobra novembar|novembra decembar|decembra",
    "mk": "јануари февруари март април мај јуни јули август септември октомври ноември декември",
    "sl": "januar|januarja februar|februarja marec|marca april|aprila maj|maja junij|junija julij|julija avgust|avgusta september|septembra oktober|oktobra november|novembra december|decembra",
    "sk": "január|januára február|februára marec|marca apríl|apríla máj|mája jún|júna júl|júla august|augusta september|septembra október|októbra november|novembra december|decembra",
    "cs": "ledna|leden února|únor března|březen dubna|duben května|květen června|červen července|červenec srpna|srpen září října|říjen listopadu|listopad prosince|prosinec",
    "hr": "siječnja|siječanj veljače|veljača ožujka|ožujak travnja|travanj svibnja|svibanj lipnja|lipanj srpnja|srpanj kolovoza|kolovoz rujna|rujan listopada|listopad studenoga|studenog|studeni prosinca|prosinac",
    "el": "Ιανουαρίου|Ιανουάριος|Γενάρη Φεβρουαρίου|Φεβρουάριος|Φλεβάρη Μαρτίου|Μάρτιος|Μάρτη Απριλίου|Απρίλιος|Απρίλη Μαΐου|Μάιος|Μάη Ιουνίου|Ιούνιος|Ιούνη Ιουλίου|Ιούλιος|Ιούλη Αυγούστου|Αύγουστος Σεπτεμβρίου|Σεπτέμβριος|Σεπτέμβρη Οκτωβρίου|Οκτώβριος|Οκτώβρη Νοεμβρίου|Νοέμβριος|Νοέμβρη Δεκεμβρίου|Δεκέμβριος|Δεκέμβρη",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "is": "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
    "fi": "tammikuuta|tammikuu helmikuuta|helmikuu maaliskuuta|maaliskuu huhtikuuta|huhtikuu toukokuuta|toukokuu kesäkuuta|kesäkuu heinäkuuta|heinäkuu elokuuta|elokuu syyskuuta|syyskuu lokakuuta|lokakuu marraskuuta|marraskuu joulukuuta|joulukuu",
    "et": "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
    "lv": "janvāris|janvārī februāris|februārī marts|martā aprīlis|aprīlī maijs|maijā jūnijs|jūnijā jūlijs|jūlijā augusts|augustā septembris|septembrī oktobris|oktobrī novembris|novembrī decembris|decembrī",
    "lt": "sausio|sausis vasario|vasaris kovo|kovas balandžio|balandis gegužės|gegužė birželio|birželis liepos|liepa rugpjūčio|rugpjūtis rugsėjo|rugsėjis spalio|spalis lapkričio|lapkritis gruodžio|gruodis",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "sq": "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor",
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "gl": "xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro",
    "eu": "urtarrila|urtarrilak|urtarrilaren otsaila|otsailak|otsailaren martxoa|martxoak|martxoaren apirila|apirilak|apirilaren maiatza|maiatzak|maiatzaren ekaina|ekainak|ekainaren uztaila|uztailak|uztailaren abuztua|abuztuak|abuztuaren iraila|irailak|irailaren urria|urriak|urriaren azaroa|azaroak|azaroaren abendua|abenduak|abenduaren",
    "af": "januarie februarie maart april mei junie julie augustus september oktober november desember",
    "sw": "januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba",
    "zu": "januwari|uMasingana februwari|uNhlolanja mashi|uNdasa ephreli|uMbasa meyi|uNhlaba juni|uNhlangulana julayi|uNtulikazi agasti|uNcwaba septhemba|uMandulo okthoba|uMfumfu novemba|uLwezi disemba|uZibandlela",
    "id": "januari februari maret april mei juni juli agustus|agu september oktober november desember",
    "ms": "januari februari mac april mei jun julai ogos september oktober november disember",
    "tl": "enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre",
    "vi": "tháng_1|tháng_giêng|tháng_một|tháng_01 tháng_2|tháng_hai|tháng_02 tháng_3|tháng_ba|tháng_03 tháng_4|tháng_tư|tháng_04 tháng_5|tháng_năm|tháng_05 tháng_6|tháng_sáu|tháng_06 tháng_7|tháng_bảy|tháng_07 tháng_8|tháng_tám|tháng_08 tháng_9|tháng_chín|tháng_09 tháng_10|tháng_mười tháng_11|tháng_mười_một tháng_12|tháng_mười_hai",
    "ar": "يناير|كانون_الثاني|جانفي فبراير|شباط|فيفري مارس|آذار أبريل|ابريل|إبريل|نيسان|أفريل مايو|أيار|ماي يونيو|يونية|حزيران|جوان يوليو|يولية|تموز|جويلية|يوليوز أغسطس|آب|أوت|غشت سبتمبر|أيلول|شتنبر أكتوبر|تشرين_الأول نوفمبر|تشرين_الثاني|نونبر ديسمبر|كانون_الأول|دجنبر",
    "fa": "ژانویه|ژانویهٔ فوریه|فوریهٔ مارس آوریل مه|مهٔ ژوئن ژوئیه|جولای|ژوئیهٔ اوت|آگوست سپتامبر اکتبر نوامبر دسامبر",
    "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "he": "ינואר|בינואר פברואר|בפברואר מרץ|במרץ|מרס|במרס אפריל|באפריל מאי|במאי יוני|ביוני יולי|ביולי אוגוסט|באוגוסט ספטמבר|בספטמבר אוקטובר|באוקטובר נובמבר|בנובמבר דצמבר|בדצמבר",
    "hi": "जनवरी|जन फरवरी|फ़रवरी|फर मार्च अप्रैल मई जून जुलाई अगस्त सितंबर|सितम्बर|सित अक्टूबर|अक्तूबर नवंबर|नवम्बर|नव दिसंबर|दिसम्बर|दिस",
    "bn": "জানুয়ারি|জানুয়ারী ফেব্রুয়ারি|ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট|অগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "th": "มกราคม|ม.ค. กุมภาพันธ์|ก.พ. มีนาคม|มี.ค. เมษายน|เม.ย. พฤษภาคม|พ.ค. มิถุนายน|มิ.ย. กรกฎาคม|ก.ค. สิงหาคม|ส.ค. กันยายน|ก.ย. ตุลาคม|ต.ค. พฤศจิกายน|พ.ย. ธันวาคม|ธ.ค.",
}

# Macedonian, Bosnian and others whose codes differ from the table's.
ALIASES = {"nb": "no", "nn": "no", "sh": "bs", "yue": "zh", "fil": "tl", "iw": "he", "in": "id"}

# What may stand between day, month and year.
BETWEEN = """
de del d di of the den le el il th st nd rd er ο a e i o m g gada года г р року рік năm ngày na this
do det dia tanggal lá y η της του το ος ден ης พ.ศ พ.ศ. ค.ศ. um
"""
