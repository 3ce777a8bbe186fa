# The page's words in Finnish.

direction = ltr

## The frame of the page

doors =
    .aria-label = Sivun osat
door-lesson = Oppitunti
door-lab = Laboratorio
door-teachers = Opettajille
language = Kieli
lab-intro = Laboratorio: esikouluta pieni verkko kuvilla, joissa ei ole merkintöjä, omin asetuksin, ja arvioi, tutki ja vertaile, mitä se oppi. Mitään ei asenneta, eikä mikään tieto lähde tältä välilehdeltä, ellet anna toisen koneen laskea.

title = patchwise: näkemään oppiminen ilman merkintöjä
description =
    .content = Pieni kuvia tulkitseva verkko oppii tällä välilehdellä näkemään ilman merkintöjä.
continue-box =
    .aria-label = Viimeisin työsi
continue-text = Työskentelit täällä viimeksi { DATETIME($date, dateStyle: "medium", timeStyle: "short") }: { $name }.
continue = Jatka siitä, mihin jäit
start-anew = Aloita alusta

## The device, errors, and words that several sections use

device-opening = Etsitään laskentalaitetta…
device-none = Ei laskentalaitetta.
device-runs = { $device ->
        [webgpu] Laskee WebGPU:lla: { $reason }.
        [remote] Laskee toisella koneella: { $reason }.
       *[cpu] { $threads ->
            [1] Laskee suorittimella (CPU): { $reason }.
           *[other] Laskee suorittimella (CPU, { $threads } säiettä): { $reason }.
        }
    }
status-opening = Etsitään laskentalaitetta.
status-ready = { $device ->
        [webgpu] Valmiina, WebGPU.
        [remote] Valmiina toisella koneella.
       *[cpu] { $threads ->
            [1] Valmiina, suoritin (CPU).
           *[other] Valmiina, suoritin (CPU, { $threads } säiettä).
        }
    }
status-failed = Päättyi virheeseen.
error-close = Sulje
error-other-device = Anna sivun valita laskentalaite
error-detail = Tarkemmin englanniksi
device-unknown = Osoitteessa pyydetään laskentalaitetta ”{ $device }”, mutta vain ?device=cpu ja ?device=webgpu tunnetaan. Sivu valitsi itse.
server-missing = Osoite pyytää toista konetta, mutta tämä välilehti ei tunne palvelinta. Anna se laboratoriossa kohdassa ”Laske toisella koneella”. Sivu valitsi laskentalaitteen itse.
elsewhere = Laske toisella koneella
elsewhere-why = Jos ”patchwise serve --relay” on käynnissä tehokkaammalla koneella, tämä sivu voi laskea siellä. Kaikki kuvat, jotka lataat tai joita kokeilet, lähetetään sinne salattuina.
elsewhere-server = Palvelimen osoite, sellaisena kuin se tulosti sen
elsewhere-hint = Osoite alkaa http:// tai https:// ja päättyy #-merkkiin ja 64 kirjaimeen ja numeroon.
elsewhere-not-kept = Tämä selain ei suostu säilyttämään osoitetta tälle välilehdelle. Salli sivun tallentaa tietoja.
elsewhere-token = Sen tunnistetiedoston teksti
elsewhere-connect = Yhdistä
elsewhere-here = Laske taas tällä laitteella
quoted = ”{ $name }”
stop = Lopeta
as-a-table = Taulukkona
loss = Häviö
accuracy = Tarkkuus
trained = koulutettu
random-weights = satunnaiset painot
chance-level = sattumataso
image-number = kuva { $number }
no-class = ei luokkaa
none = –
bar-label = { $name }: { $share }

## Words that many parts use

right = oikein
wrong = väärin
back = Takaisin
next = Seuraava
undo = Kumoa
pause = Tauko
resume = Jatka
paused = Tauolla
number = { NUMBER($value, maximumFractionDigits: 2) }
part = { $part }

## The lesson: its frame

lesson-steps = Oppitunnin vaiheet
lesson-step-you = Ensin sinä
lesson-step-untrained = Se ei osaa mitään
lesson-step-learning = Se oppii
lesson-step-again = Sinä vastaan verkko
lesson-step-learnt = Mitä se oppi?
lesson-step-fool = Huijaa sitä
lesson-step-report = Raporttisi
to-the-lab = Jatka laboratoriossa
lesson-opening = Käynnistetään…
lesson-first-learning = Anna sen ensin oppia: vaihe 3.
lesson-first-learnt = Kerro sille ensin muutamia nimiä: vaihe 5.
lesson-next = Seuraavaksi: { $step }
read-aloud = Lue ääneen

lesson-title-you = Ensin sinä: mihin suuntaan kuva käännettiin?
lesson-lead-you = Osa näistä kuvista on käännetty. Kerro jokaisesta, mihin suuntaan sen yläreuna nyt osoittaa: napsauta tai paina nuolinäppäintä. Nimiä ei tarvita, vain silmät.
lesson-title-untrained = Verkko ei osaa mitään
lesson-lead-untrained = Neuroverkko on ohjelma, jossa on paljon lukuja. Niitä sanotaan painoiksi. Aluksi ne ovat satunnaisia. Esitä verkolle samat kysymykset ja katso, mitä se vastaa. Kirkkaat alueet vaikuttivat sen vastaukseen eniten.
lesson-title-learning = Se oppii
lesson-lead-learning = Tietokone kääntää kuvat ja tarrat itse, joten se tietää oikeat vastaukset: kenenkään ei tarvitse kertoa sille, mitä kuvassa on. Jokaisen arvauksen jälkeen verkko muuttaa painojaan hieman. Alla on neljä sinun kuvaasi: niistä kysytään silloin tällöin, mutta verkko ei koskaan opi niistä.
lesson-title-again = Sinä vastaan verkko
lesson-lead-again = Nyt koulutettu verkko saa samat kysymykset kuin sinä. Se ei ole koskaan nähnyt näitä kuvia oppiessaan.
lesson-title-learnt = Mitä se oppi?
lesson-lead-learnt = Jotta tietäisi, mikä suunta on ylös, pitää tunnistaa, mitä kuvassa on. Auttaako se verkkoa lajittelemaan kuvia? Nyt sille kerrotaan muutaman kuvan nimi, viidestä eri lajista.
lesson-title-fool = Huijaa sitä
lesson-lead-fool = Nyt ei enää kysytä, miten kuva käännettiin, vaan mitä siinä on. Muuta yhtä niin, että sinä vielä tiedät, mikä se on, mutta verkko ei.
lesson-title-report = Raporttisi
lesson-lead-report = Mitä teit ja mitä verkko oppi, yhdellä sivulla.

lesson-status-asking = Verkolta kysytään.
lesson-status-answered = Verkko on vastannut.
lesson-status-measuring = Mitataan, kuinka nopea tämä tietokone on.
lesson-status-measured = Verkko alkaa oppia.
lesson-status-sorting = Verkko lajittelee.
lesson-status-sorted = Verkko on lajitellut kuvat.
lesson-status-searching = Etsitään samankaltaisia kuvia.
lesson-status-found = Samankaltaisia kuvia löytyi.
lesson-stopped = Tämä keskeytettiin. Käynnistä se uudelleen.

## The lesson: how something was turned

turn-0 = ylös
turn-1 = vasemmalle
turn-2 = alas
turn-3 = oikealle
lesson-guess-picture = kuva osoittaa { $turn }
lesson-guess-sticker = tarra osoittaa { $turn }
lesson-truth = oikea vastaus: { $answer }

## The lesson: the quiz

quiz-answers = Mihin suuntaan yläreuna osoittaa?
quiz-question-picture = Kysymys { $number }/{ $total }: mihin suuntaan kuvan yläreuna osoittaa?
quiz-question-sticker = Kysymys { $number }/{ $total }: mihin suuntaan kehystetyn tarran yläreuna osoittaa?
quiz-stickers-begin = Jotain uutta: nyt kuvan päällä on tarra, pieni kopio kuvasta kehyksessä. Vain tarra voi olla käännetty.
quiz-right = Oikein!
quiz-last = Kysymys { $number }:
quiz-wrong-picture = Ei: sen kuvan yläreuna osoitti { $turn } ({ $arrow }).
quiz-wrong-sticker = Ei: sen tarran yläreuna osoitti { $turn } ({ $arrow }).
quiz-your-score = Tuloksesi
quiz-pictures = oikeaa vastausta kuvista
quiz-stickers = oikeaa vastausta tarroista
score-of = { $right }/{ $total }
score-about = noin { $number }
score-network = verkko ilman koulutusta
score-guessing = arvaamalla
score-you = Sinä
score-you-again = Sinä, toisella kerralla
score-network-before = Verkko ilman koulutusta
score-network-after = Koulutettu verkko
score-who = Kuka
score-right = Oikein

## The lesson: untrained and trained

untrained-ask = Kysy verkolta
untrained-why = Se sanoo melkein samaa joka kuvasta: se ei ole vielä oppinut näkemään. Sen tehtävä on vaikeampi kuin sinun: kukaan ei kerro sille, käännettiinkö kuva vai tarra, eikä se näe kehystä. Vastauksia on siis kahdeksan, ja arvaamalla osuu oikeaan kerran kahdeksasta.
learning-start = Anna sen oppia
learning-start-time = Anna sen oppia (noin kaksi minuuttia)
learning-anew = Anna sen oppia uudelleen
learning-done = Valmis: se on oppinut.
learning-stop = Lopeta tähän
learning-progress = Oppiminen
learning-measuring = Mitataan, kuinka nopea tämä tietokone on…
learning-words = { $step ->
    [one] Yhden askeleen jälkeen,
   *[other] { $step } askeleen jälkeen,
} kun menossa on { $epoch }. kierros { $images } kuvan läpi, sen viimeisimmistä vastauksista on oikein { $accuracy }. Sattumataso: { $chance }.
learning-loss = Häviö: kuinka väärässä se on
learning-accuracy = Tarkkuus: kuinka usein se on oikeassa
learning-chance = sattumataso
again-ask = Kysy koulutetulta verkolta
again-repeat = Vastaa itse uudelleen
again-results = Takaisin tuloksiin
again-caption = Oikeat vastaukset samoihin { $total } kysymykseen
again-better = { $right }/{ $total }: se on oppinut näkemään, mikä suunta on ylös, myös kuvista, jotka ovat sille uusia.
again-little = { $right }/{ $total } on tuskin arvausta parempi. Se oppi tällä kertaa liian vähän: anna sen oppia kauemmin tai useammista kuvista.
again-why = Oppiessaan se oli useammin oikeassa: ne kuvat se näki yhä uudelleen. Viisitoista kysymystä on vähän; kaksi tai kolme oikeaa enemmän tai vähemmän voi olla sattumaa.

## The lesson: what it learnt

learnt-test = Kerro sille { $count } kuvan nimi kustakin lajista
learnt-busy = Hetkinen…
learnt-trained = koulutettu verkko lajitteli oikein
learnt-random = verkko, joka ei ollut oppinut mitään
learnt-helped = Se lajittelee paremmin kuin verkko, joka ei oppinut mitään, vaikka moni on vielä väärin. Kuvia kääntäessään se ei kuullut yhtään nimeä: viisi kuvaa kustakin lajista on kaikki, mitä se nimistä tietää.
learnt-not-helped = Tällä kertaa se ei lajittele paremmin kuin verkko, joka ei oppinut mitään: ero voi olla sattumaa. Se oppi liian vähän; lisäaika tai useammat kuvat muuttavat tämän.
learnt-why = Kummallekin verkolle kerrottiin samat nimet: { $count } kuvaa kustakin { $classes } lajista. Ainoa ero on, että toinen oli oppinut jo ennen sitä kuvia kääntämällä. Kun opitaan kysymyksistä, jotka tietokone tekee itse, puhutaan itseohjatusta oppimisesta.
learnt-wrong = { $count ->
    [one] Yksi kuva on väärässä paikassa. Napsauta sitä, niin näet, mitkä muut ovat verkon mielestä samankaltaisia
   *[other] { $count } kuvaa on väärässä paikassa, esimerkiksi nämä. Napsauta yhtä, niin näet, mitkä muut ovat verkon mielestä samankaltaisia
}
learnt-taken = { $class }, verkon mielestä { $other }
learnt-similar = Verkon mielestä samankaltaisia kuvia
learnt-similar-why = Ensimmäinen on se, jota napsautit. Prosentit kertovat, kuinka samanlaisina verkko kuvia pitää; 100 % olisi sama kuva. Se etsii kaikenlajisista kuvista, ja usein sille merkitsevät värit ja muodot enemmän kuin se, mikä esine on.
learnt-similarity = { $class }, { $part }
moments-title = Kartta siitä, mitä se näkee
moments-why = Jokainen merkki on kuva, josta verkko ei ole koskaan oppinut. Mitä lähempänä kaksi merkkiä on, sitä samankaltaisempina verkko kuvia pitää. Siirrä liukusäädintä koulutuksen alusta sen loppuun.
moments-slider = Koulutuksen hetki
moments-step = askel { $step }
moments-words = Askel { $step }: kun katsotaan { $images } kuvan viittä lähintä naapuria, { $part } niistä on samaa lajia.

## The lesson: fool it

fool-choose = Valitse kuva, jossa on merkki ✓: verkko nimeää sen oikein. Muuta sitä sitten, kunnes verkko erehtyy.
fool-pictures = Muutettavat kuvat
fool-none-right = Verkko ei nimeä yhtäkään näistä kuvista oikein: se on oppinut liian vähän. Kokeile toisin päin: muuta yhtä, kunnes verkko on oikeassa!
fool-picture = { $named ->
    [true] { $class }, verkko tunnistaa oikein
   *[other] { $class }
}
fool-canvas = Muutettava kuva. Nuolinäppäimet siirtävät merkkiä, välilyönti käyttää työkalua.
fool-tools = Työkalut
fool-cover = Peitä
fool-draw = Piirrä
fool-sticker = Käännetty tarra
fool-color = Väri
color-1 = punainen
color-2 = sininen
color-3 = vihreä
color-4 = keltainen
color-5 = valkoinen
color-6 = musta
fool-turn = Käännä
fool-reset = Aloita alusta
fool-photo = Oma valokuva
fool-keys = Käytä työkalua napsauttamalla kuvaa. Näppäimistöllä: nuolinäppäimet ja välilyönti.
fool-map = Kirkas: mikä vaikutti sen vastaukseen eniten
fool-why = Miksi? Sille kerrottiin vain muutaman kuvan nimi, ja kaikki olivat oikein päin ja kokonaisia. Se katsoo värejä ja muotoja kirkkaissa kohdissa eikä tiedä esineistä mitään.
fool-unreadable = Selain ei osaa lukea tiedostoa ”{ $name }” kuvana. Valitse JPEG-, PNG- tai WebP-tiedosto.
fool-says = Verkko sanoo: { $other }.
fool-still = Se sanoo yhä: { $other }. Jatka.
fool-helped = Nyt se on oikeassa: { $other }! Muutoksesi auttoi sitä.
fool-errs-still = Se sanoo: { $other }. Se oli väärässä jo ennen kuin muutit mitään, joten tätä ei lasketa.
fool-errs = Verkko sanoo: { $other }. Kuvassa on kuitenkin: { $class }. Se erehtyy ilman apuasi: valitse kuva, jossa on merkki ✓, tai muuta tätä, kunnes verkko on oikeassa.
fool-fooled = { $count ->
    [one] Huijattu! Sen pitäisi sanoa ”{ $class }”, mutta se sanoo ”{ $other }”. Olisiko ihminen erehtynyt?
   *[other] Huijattu taas (jo { $count } kertaa)! Sen pitäisi sanoa ”{ $class }”, mutta se sanoo ”{ $other }”. Olisiko ihminen erehtynyt?
}

## The lesson: the report

report-name = Nimesi, jos haluat (se pysyy tällä välilehdellä):
report-print = Tulosta tai tallenna PDF:nä
report-save = Tallenna tulostiedosto opettajallesi
report-saved = Tallennettu latauksiin nimellä { $file }.
report-link = Kopioi linkki tähän oppituntiin
report-copied = Kopioitu: { $link }
report-note = Linkin avulla toinen tietokone tekee saman samoilla kuvilla. Tulos on pieni tiedosto; mitään ei lähetetä minnekään.
report-pictures = Neljä kysymystä ja vieressä kohdat (kirkkaat), jotka vaikuttivat koulutetun verkon vastaukseen:
report-title = Verkko oppii käännetyistä kuvista
report-gpu = näytönohjaimella
report-remote = toisella koneella
report-cpu = { $threads ->
    [one] yhdellä suoritinytimellä
   *[other] { $threads } suoritinytimellä
}
report-training = Se oppi { $step ->
    [one] yhden askeleen ajan
   *[other] { $step } askeleen ajan
} { $images } kuvasta ilman nimiä, { $device } (siemenluku { $seed }).
report-sorting = Kun sille oli kerrottu { $count } kuvan nimi kustakin lajista, se lajitteli muista oikein tämän osan:
report-fooled = { $count ->
    [one] Sitä huijattiin kerran.
   *[other] Sitä huijattiin { $count } kertaa.
}
report-think = Mieti
report-question-1 = Miksi kuvien kääntäminen opettaa jotain siitä, mitä niissä on?
report-question-2 = Minkä kuvien kohdalla kukaan, ei edes ihminen, ei voisi sanoa, mikä suunta on ylös?
report-question-3 = Verkko oppi vain piirroksista. Mitä odottaisit siltä, jos sille näytettäisiin valokuvia koulustasi?

## For teachers: links and results

link-title = Linkki luokallesi
link-why = Kaikki, jotka avaavat tämän linkin, saavat samat kuvat ja kysymykset millä tahansa tietokoneella. Jos kierrosten määrä on annettu, myös koulutus on sama: samat häviöt ja lopuksi sama verkko, kesti se kuinka kauan tahansa. Muuten verkko oppii noin kaksi minuuttia.
link-seed = Oppitunnin numero (siemenluku)
link-epochs = Kierroksia kaikkien kuvien läpi (epookkeja)
link-as-fits = niin monta kuin ehtii
merge-title = Luokan tulokset
merge-why = Oppilaat tallentavat pienen tiedoston oppitunnin viimeisellä sivulla. Valitse tässä kaikkien tiedostot: niistä tulee yksi taulukko ja yksi kaavio. Mitään ei lähetetä minnekään.
merge-choose = Valitse tulostiedostot
merge-clear = Poista kaikki
merge-refused = { $count ->
    [one] Tämä tiedosto ei ole oppitunnin tulos, ja se jätettiin pois: { $names }.
   *[other] { $count } tiedostoa ei ole oppitunnin tuloksia, ja ne jätettiin pois, esimerkiksi { $names }.
} Tulokset tallennetaan oppitunnin viimeisellä sivulla.
merge-nameless = ilman nimeä
merge-name = Nimi
merge-person = Ihminen
merge-before = Verkko, ei koulutusta
merge-after = Verkko, koulutettu
merge-steps = Askelia
merge-sorted = Lajitteli oikein
merge-random = Verkko, joka ei ollut oppinut mitään
merge-fooled = Huijattu
merge-mean = Keskiarvo
merge-caption = { $count ->
    [one] Yhden oppilaan tulos
   *[other] { $count } oppilaan tulokset
}
merge-plot = Oikeat vastaukset; jokainen piste on yksi oppilas

## For teachers: the notes

notes-title = Opettajan opas
notes-print = Tulosta opas
notes-aims = Tavoitteet
notes-aims-1 = Oppilaat selittävät, miten verkko voi oppia kuvista, joita kukaan ei ole merkinnyt: sille annetaan tehtäviä, joiden vastaukset tietokone tietää.
notes-aims-2 = He kuvaavat oppimista niin, että lukuja muutetaan virheiden jälkeen monta kertaa vähän, ja näkevät, että se vaatii aikaa ja paljon esimerkkejä.
notes-aims-3 = He erottavat toisistaan sen, mihin verkko koulutettiin (mikä suunta on ylös), ja sen, mihin sitä voi sitten käyttää (kuvien lajitteluun muutaman nimen avulla).
notes-aims-4 = He selvittävät, missä se epäonnistuu, ja perustelevat sen sillä, mitä se katsoo.
notes-before = Ennen oppituntia
notes-before-1 = Mikä tahansa enintään kymmenen vuotta vanha tietokone ja ajantasainen selain riittää; mitään ei asenneta. Avaa sivu jokaisella tietokoneella kerran, kun verkkoyhteys toimii: sen jälkeen se toimii myös ilman yhteyttä.
notes-before-2 = Luo yllä linkki luokallesi, niin kaikilla on samat kuvat ja tuloksia voi verrata.
notes-before-3 = Hitailla tietokoneilla koulutus kestää samat kaksi minuuttia, mutta verkko oppii vähemmän. Siitä kannattaa keskustella.
notes-before-4 = Kuulokkeet, jos oppilaat haluavat kuunnella tekstit.
notes-twenty = Suunnitelma 20 minuutiksi
notes-twenty-1 = 3 min: Näytä käännetty kuva. Kysy: mistä tiedätte, mikä suunta on ylös? Kerää vastaukset (taivas, maa, pyörät…).
notes-twenty-2 = 3 min: Vaiheet 1 ja 2. Kaikki vastaavat ja kysyvät sitten kouluttamattomalta verkolta. Kumpi on parempi, ja kuinka paljon parempi kuin arvaaminen?
notes-twenty-3 = 4 min: Vaihe 3. Kun se oppii: mitä käyrä näyttää? Miksi se menee ylös ja alas?
notes-twenty-4 = 5 min: Vaiheet 4 ja 5. Verratkaa tuloksia; selvittäkää, minkä lajin kuvia se sekoittaa.
notes-twenty-5 = 5 min: Keskustelu: kukaan ei kertonut sille, mikä auto on. Mitä sen piti huomata nähdäkseen, mikä suunta on ylös?
notes-fortyfive = Suunnitelma 45 minuutiksi
notes-fortyfive-1 = 5 min: Kuten yllä, ja lisäksi omia kuvia, joissa ylös ei ole selvä (pallo, pizza, taivas).
notes-fortyfive-2 = 6 min: Vaiheet 1 ja 2.
notes-fortyfive-3 = 6 min: Vaihe 3. Piirtäkää ensin arvio käyrästä: mitä odotatte?
notes-fortyfive-4 = 8 min: Vaiheet 4 ja 5, myös kartta: siirtäkää liukusäädintä ja kuvailkaa, mitä yhden lajin kuville tapahtuu.
notes-fortyfive-5 = 10 min: Vaihe 6 pareittain: kuka huijaa sitä pienimmällä muutoksella? Kirjoittakaa muistiin, mitä se katsoi.
notes-fortyfive-6 = 5 min: Vaihe 7. Tulostakaa raportti tai tallentakaa tulos; kootkaa yllä luokan tiedostot ja katsokaa kaaviota.
notes-fortyfive-7 = 5 min: Keskustelu: missä tällaisesta verkosta olisi hyötyä, ja missä sen virheet tekisivät vahinkoa?
notes-answers = Kysymyksiä ja vastauksia
notes-answers-1 = Ymmärtääkö se, mikä auto on? Ei. Se on löytänyt kuvioita, joista näkee, mikä suunta on ylös, esimerkiksi pyörät alhaalla. Samat kuviot osoittautuvat hyödyllisiksi lajittelussa.
notes-answers-2 = Miksi tätä sanotaan oppimiseksi ilman merkintöjä? Koska kukaan ei kirjoittanut muistiin, mitä kuvissa on. Tehtävän oikeat vastaukset tulevat tietokoneelta, joka käänsi kuvat itse.
notes-answers-3 = Miksi tarra? Jotta verkko osaisi vastata pienestä käännetystä tarrasta, sen pitää katsoa yksittäisiä kohtia eikä vain koko kuvaa.
notes-answers-4 = Miksi kahden tietokoneen tulokset ovat erilaisia? Verkot ovat oppineet eri määrän askelia. Kun linkissä on kierrosten määrä, tulokset ovat samat.
notes-answers-5 = Onko 60 prosenttia hyvä? Vertaa sitä arvaamiseen (12,5 prosenttia, kun vastauksia on kahdeksan) ja itseesi, älä sataan.
notes-answers-6 = Voisiko se oppia enemmän? Kyllä: pidempään, useammista kuvista, isommalla verkolla. Tämän sivun laboratoriossa kaikki se onnistuu.
notes-misconceptions = Mitä oppilaat usein ajattelevat
notes-misconceptions-1 = ”Se etsii kuvat internetistä.” Se toimii, vaikka verkkokaapeli irrotetaan.
notes-misconceptions-2 = ”Se muistaa kuvat.” Vaiheen 4 kysymykset koskevat kuvia, joista se ei ole koskaan oppinut.
notes-misconceptions-3 = ”Se näkee niin kuin me.” Vaihe 6 osoittaa, että sen voivat sekoittaa pienet muutokset, joista kukaan ihminen ei välittäisi.
notes-misconceptions-4 = ”Kirkas alue on se, mitä se ajattelee.” Se on vain kohta, jossa muutos olisi muuttanut vastausta eniten.
notes-misconceptions-5 = ”Lisäkoulutus auttaa aina.” Siitä on yhä vähemmän hyötyä, ja verkko voi oppia omat kuvansa liian hyvin.
notes-privacy = Yksityisyys
notes-privacy-1 = Käyttäjätilejä ei ole, eikä käyttöä seurata. Kaikki lasketaan selaimessa; kuvat, valokuvat ja tulokset eivät lähde tietokoneelta, ja sivun suojauskäytäntö kieltää selainta lähettämästä mitään muualle. Se, mikä säilyy käyntien välillä, säilyy tässä selaimessa, ja sen voi poistaa laboratoriossa. Vain jos annat toisen koneen laskea, kuvia lähetetään sille salattuina.

## The footer: privacy, use without a network, updates

privacy = Mikään, mitä teet täällä, ei lähde tältä välilehdeltä: ei käyttäjätilejä, ei seurantaa. Sivun suojauskäytäntö sallii sen ladata omat tiedostonsa eikä ottaa yhteyttä mihinkään muuhun. Vain jos annat kuvien lähteeksi verkko-osoitteen, yhteys otetaan myös siihen. Vain jos annat toisen koneen laskea, kuvia lähetetään sille salattuina.
offline-kept = Toimii ilman verkkoyhteyttä: selaimeen on tallennettu { $megabytes } Mt.
offline-full = Ei toimi ilman verkkoyhteyttä: selaimessa ei ole enää tilaa sivulle. Kaikki muu toimii kuten ennenkin; vapauta tilaa ja lataa sivu uudelleen.
offline-network = Ei toimi vielä ilman verkkoyhteyttä: kaikki sivun tiedostot eivät tulleet perille. Loput haetaan seuraavalla käynnilläsi.
offline-refused = Ei toimi ilman verkkoyhteyttä: tämä selain ei säilytä sivuja; niin on esimerkiksi yksityisissä ikkunoissa. Kaikki muu toimii kuten ennenkin.
offline-insecure = Ei toimi ilman verkkoyhteyttä: selaimet säilyttävät vain sivuja, joiden osoitteen alussa on https:// tai http://localhost.
update-text = Sivusta on uusi versio. Päivitys lataa sivun uudelleen.
update-now = Päivitä nyt

## The groups of the lab

lab-nav =
    .aria-label = Laboratorion osat
group-data = Aineisto
group-train = Kouluta
group-evaluate = Arvioi
group-explore = Tutki
group-compare = Vertaile
group-save = Tallenna
settings = Asetukset

## Progress

progress-starting = Käynnistetään…
progress-paused = tauolla
time-estimating = arvioidaan jäljellä olevaa aikaa
time-seconds = { $seconds } s jäljellä
time-minutes = { $minutes } min { $seconds } s jäljellä
time-hours = { $hours } h { $minutes } min jäljellä
progress-images = { $done }/{ $total } kuvaa, { $left }
progress-clusters = Etsitään ryhmiä, { $done }/{ $total }
progress-knn = Mitataan kNN-tarkkuutta: { $done }/{ $total }
progress-steps = Askel { $done }/{ $total }, epookki { $epoch }/{ $epochs }, { $speed } kuvaa/s, { $left }
progress-comparison = { $current }, { $left }
progress-share = { $share }, { $left }
# A download, in megabytes.
progress-download = Tiedosto { $place }/{ $count }: { $done }/{ $total } Mt, { $left }
progress-download-unknown = Tiedosto { $place }/{ $count }: { $done } Mt

## Images

data-title = Kuvat
data-source = Lähde
data-source-scenes = Piirrokset
data-source-files = Omat tiedostot
data-source-url = Verkko-osoite
data-source-camera = Kamera
files-drop = Pudota tiedostoja tai kansio tähän tai valitse ne:
files-choose = Tiedostot
files-choose-folder = Kansio
files-formats = Kansio, jossa on kuvakansio luokkaa kohti, tai sama .zip-, .tar- tai .tar.gz-tiedostona; STL-10:n, CIFAR-10:n, CIFAR-100:n, MNISTin ja vastaavien tiedostot sellaisina kuin ne ladataan; NumPyn .npz ja .npy; WebDatasetin .tar; Hugging Face Hubin Parquet. Osat nimeltä train, val ja test säilytetään sellaisina.
files-chosen = { $count ->
        [one] { $count } tiedosto valittu.
       *[other] { $count } tiedostoa valittu.
    }
files-none = Tiedostoja ei ole valittu. Valitse tiedostoja tai kansio tai pudota ne tähän.
url-label = Tiedostojen osoitteet välilyönnein erotettuina
url-text = Aineiston tiedostot osoitteineen, esimerkiksi sen latauslinkeistä, palvelimelta, joka antaa muiden sivujen lukea ne. Ne säilyvät tässä selaimessa ja ladataan vain kerran.
url-none = Osoitetta ei ole annettu. Anna tiedoston osoite tai valitse toinen lähde.
downloads-kept = { $name }: { $size } Mt
downloads-part = { $name }: { $size } Mt, kesken
downloads-remove = Poista
downloads-remove-name = Poista { $name }
collect-class = Luokka, jos haluat
collect-burst = Ota 20 kuvaa
collect-one = Ota yksi
collect-count = { $class }: { $count }
collect-count-without = ilman luokkaa: { $count }
collect-remove = Poista
    .aria-label = Poista kaikki: { $class }
collect-remove-without = Poista
    .aria-label = Poista kaikki, joilla ei ole luokkaa
collect-text = { $count ->
        [0] Ei vielä kuvia. Ne pysyvät tällä välilehdellä.
        [one] { $count } kuva. Ota se käyttöön painamalla ”Lataa kuvat”.
       *[other] { $count } kuvaa. Ota ne käyttöön painamalla ”Lataa kuvat”.
    }
collect-text-full = { $count } kuvaa; enempää ei voi olla. Ota ne käyttöön painamalla ”Lataa kuvat”.
collect-failed = Kuvaa ei voitu ottaa ({ $reason }). Käynnistä kamera uudelleen.
data-square = Valokuvista tehdään neliöitä
data-square-crop = rajaamalla keskelle
data-square-fit = sovittamalla, mustin palkein
data-square-picture =
    .aria-label = Ensimmäinen valokuva
data-train-split = Opitaan osasta
data-test-split = Arvioidaan osalla
data-split-auto = löytyy nimestä
data-label-column = Sarake tai kenttä, jossa merkinnät ovat (tyhjä: löytyy nimestä)
data-browser-formats = Anna selaimen purkaa AVIF ja HEIC, jos se osaa (pikselit voivat vaihdella selaimittain)
data-held-out = Erotetaan arviointiin (%), ellei ole testikansiota
data-image-size = Kuvan koko (px)
data-count = Esikoulutuksen kuvia
seed = Siemenluku
data-load = Lataa kuvat
data-hint = Ota muutokset käyttöön napsauttamalla ”Lataa kuvat”.
data-progress =
    .aria-label = Lataus
status-loading = Ladataan kuvia.
status-loaded = Kuvat ladattu.
status-loading-stopped = Lataus keskeytetty.
status-downloading = Ladataan verkosta.
status-downloaded = Ladattu verkosta.
status-download-stopped = Lataus verkosta keskeytetty. Saapunut osa säilyy.
data-text = { $name }: { $unlabeled ->
        [one] { $unlabeled } kuva
       *[other] { $unlabeled } kuvaa
    } esikoulutukseen, { $train ->
        [one] { $train } merkitty kuva
       *[other] { $train } merkittyä kuvaa
    }, { $test ->
        [one] { $test } testikuva
       *[other] { $test } testikuvaa
    } ({ $heldOut }), { $size } × { $size } pikseliä, { $classes ->
        [0] ei luokkia
        [one] { $classes } luokka
       *[other] { $classes } luokkaa
    }.
dataset-scenes = Piirrokset
dataset-images = Kuvat
data-skipped = Ohitettiin { $names }: { $reason }.
data-skipped-more = Ohitettiin { $names } ja { $count } muuta: { $reason }.
data-names-unseen = Luokkien nimet ovat piilossa: verkko ei näe niitä koskaan esikoulutuksen aikana.
data-show-names = Näytä nimet
data-preview-title = Napsauta kuvaa, niin näet sen näkymät
held-out-scenes = vain arviointia varten tehtyjä piirroksia
held-out-folder = kansion { $folder }/ kuvat
held-out-images = { $percent } % kuvista, satunnaisesti poimittuina
held-out-classes = { $percent } % kustakin luokasta, satunnaisesti poimittuina

## The drawn scenes

class-house = talo
class-fir = kuusi
class-tree = lehtipuu
class-sailboat = purjevene
class-car = auto
class-mushroom = sieni
class-flower = kukka
class-lighthouse = majakka
class-snowman = lumiukko
class-balloon = ilmapallo

## The eight views

views-title = Kahdeksan näkymää
views-text = Kuva käännettynä 0°, 90°, 180° ja 270°, sitten pystyssä oleva kuva, johon on liimattu yhteen kohtaan pienennetty kopio kustakin näistä (tilkku). Verkko oppii erottamaan tällaiset näkymät toisistaan.
view-rotated = { $degrees }°
view-patch = tilkku { $degrees }°

## Training

train-title = Kouluta ilman merkintöjä (esikoulutus)
train-method = Menetelmä
train-patch-ratio = Tilkun koko (osuus kuvan sivusta)
train-backbone = Verkko
train-best = Opi mahdollisimman paljon käytettävissä olevassa ajassa
train-minutes = Minuutit
train-best-text = { $method }, { $epochs ->
    [one] yksi epookki
   *[other] { $epochs } epookkia
}: noin { $minutes ->
    [one] yksi minuutti
   *[other] { $minutes } minuuttia
} tällä laitteella.
train-epochs = Kierroksia kaikkien kuvien läpi (epookit)
train-batch-size = Eräkoko
train-learning-rate = Oppimisnopeus
train-augmentation = Kuvien satunnaiset muutokset (augmentointi)
train-small-start = Aluksi pienempiä kuvia
small-start-none = ei
small-start-half = puolessa askelista
small-start-most = neljässä viidesosassa askelista
train-knn = Mittaa kNN-tarkkuus koulutuksen aikana (vaatii luokat)
augmentation-own = menetelmän mukaan
augmentation-flip = peilaus
augmentation-crop = rajaus ja peilaus
augmentation-reflect = rajaus peilatuin reunoin, ja peilaus
augmentation-strong = vahva: osat, peilaus ja värit
augmentation-none = ei mitään
task-temperature = Lämpötila
task-draws = Kopioita kuvaa kohti
task-focus = Vaikeiden parien painotus (focal loss)
task-cluster-starts = k-means-aloitukset
task-cluster-rounds = k-means-kierroksia enintään
task-invariance = Samojen piirteiden paino (invarianssi)
task-variance = Varianssin paino
task-covariance = Kovarianssin paino
task-target-decay = Kohdeverkosta askeleessa säilyvä osa
task-patch-weight = Kierrettyjen näkymien paino
train-start = Käynnistä
train-copy-link = Kopioi linkki näillä asetuksilla
train-pause = Tauko
train-resume = Jatka
train-progress =
    .aria-label = Koulutus
status-training-started = Koulutus käynnistetty.
status-training-paused = Koulutus tauolla.
status-training-resumed = Koulutus jatkuu.
status-training-finished = Koulutus valmis.
status-training-stopped = Koulutus lopetettu; tähän asti koulutettu verkko säilyy.
status-training-restarted = Koulutus käynnistettiin uudelleen askeleesta { $step }.
train-unfinished = Lopetettu askeleeseen { $step }/{ $total }: ”{ keep-resume }” kohdassa ”{ keep-title }” jatkaa siitä.
train-hardly-begun = Keskeytynyt koulutus oli vasta alussa: aloita se alusta painamalla ”Käynnistä”.
train-restarted = { $count ->
        [1] Käynnistyi kerran itsestään uudelleen, askeleesta { $step }: { $reason }
       *[other] Käynnistyi { $count } kertaa itsestään uudelleen, viimeksi askeleesta { $step }: { $reason }
    }
train-restarted-memory = Muisti oli vähissä, joten gradientit lasketaan { $images } kuvalle kerrallaan; eränormalisointi käyttää niiden tilastoja.
train-chart-table =
    .aria-label = Häviö ja tarkkuus askelittain
chart-pretext = Tarkkuus pretekstitehtävässä
chart-loss-by-step = Häviö askelittain
chart-pretext-by-step = Tarkkuus pretekstitehtävässä askelittain
train-summary-knn = kNN-tarkkuus muuttui arvosta { $first } arvoon { $last }.
chart-knn = kNN-tarkkuus koulutuksen aikana
chart-knn-by-step = kNN-tarkkuus askelittain
chart-steps = askeleet →
train-summary-loss = { $steps ->
        [one] { $steps } askeleen jälkeen häviö oli muuttunut arvosta { $first } arvoon { $last } (viimeisen kymmenyksen keskiarvo).
       *[other] { $steps } askeleen jälkeen häviö oli muuttunut arvosta { $first } arvoon { $last } (viimeisen kymmenyksen keskiarvo).
    }
train-summary = { $steps ->
        [one] { $steps } askeleen jälkeen häviö oli muuttunut arvosta { $first } arvoon { $last } ja tarkkuus pretekstitehtävässä oli { $accuracy } (viimeisen kymmenyksen keskiarvot).
       *[other] { $steps } askeleen jälkeen häviö oli muuttunut arvosta { $first } arvoon { $last } ja tarkkuus pretekstitehtävässä oli { $accuracy } (viimeisen kymmenyksen keskiarvot).
    }
train-summary-chance = { $steps ->
        [one] { $steps } askeleen jälkeen häviö oli muuttunut arvosta { $first } arvoon { $last } ja tarkkuus pretekstitehtävässä oli { $accuracy } (viimeisen kymmenyksen keskiarvot; sattumataso: { $chance }).
       *[other] { $steps } askeleen jälkeen häviö oli muuttunut arvosta { $first } arvoon { $last } ja tarkkuus pretekstitehtävässä oli { $accuracy } (viimeisen kymmenyksen keskiarvot; sattumataso: { $chance }).
    }
train-step = Askel
train-rank = Piirteet eroavat noin { $rank } suunnassa { $count } suunnasta (efektiivinen aste).
train-collapsed = Verkko on romahtanut: se antaa lähes samat piirteet jokaiselle kuvalle eikä enää opi mitään. Pysäytä se ja pienennä oppimisnopeutta tai muuta menetelmän asetuksia.

## Methods, by their names in the engine: titles are as written in papers, summaries are plain sentences for pupils

method-choice = { $plain } ({ $title })
method-rotnet-plain = Miten päin se käännettiin?
method-patch-rotnet-plain = Käännetty kuva vai käännetty tarra?
method-patch-relnet-plain = Onko kuva ja tarra käännetty samalla tavalla?
method-deep-infomax-plain = Kuuluvatko nämä osat yhteen?
method-deep-cluster-plain = Mihin ryhmään se kuuluu?
method-simclr-plain = Mitkä kaksi ovat saman kuvan kopioita?
method-vicreg-plain = Samat piirteet kummallekin kopiolle?
method-relational-reasoning-plain = Yksi kuva vai kaksi?
method-byol-plain = Mitä kopioni näkee?
method-simclr-patch-rotnet-plain = Kopioparit ja kierrot
method-vicreg-patch-rotnet-plain = Samat piirteet kopioille, ja kierrot
method-supervised-plain = Mikä se on? Kaikkien merkintöjen avulla
method-rotnet-title = RotNet
method-rotnet-summary = Verkko näkee kuvan, jota on käännetty 0, 90, 180 tai 270 astetta, ja ennustaa, mikä kääntö se on.
method-patch-rotnet-title = Patch RotNet
method-patch-rotnet-summary = Käännetään kuva tai siihen liimattu pieni kopio; verkko ennustaa, kumpi käännettiin ja kuinka paljon.
method-patch-relnet-title = Patch RelNet
method-patch-relnet-summary = Verkko näkee käännetyn kuvan ja sen vieressä kuvan, jossa on käännetty tilkku, ja ennustaa niiden yhteisen käännön.
method-deep-infomax-title = Deep InfoMax
method-deep-infomax-summary = Verkko päättää, kuuluvatko sen tekemä kuvan yhteenveto ja kuvan yksityiskohdat yhteen.
method-deep-cluster-title = Deep Cluster
method-deep-cluster-summary = Samankaltaiset kuvat ryhmitellään, verkko oppii nimeämään ryhmän, ja ryhmät lasketaan uudelleen.
method-simclr-title = SimCLR
method-simclr-summary = Jokaisesta kuvasta tehdään kaksi muunneltua kopiota; verkko löytää parit monien kuvien kopioiden joukosta.
method-vicreg-title = VICReg
method-vicreg-summary = Kuvan kahden muunnellun kopion pitää antaa samat piirteet, ja eri kuvien eri piirteet.
method-relational-reasoning-title = Relational Reasoning
method-relational-reasoning-summary = Verkko näkee kaksi muunneltua kopiota ja kertoo, ovatko ne yhdestä kuvasta vai kahdesta.
method-byol-title = BYOL
method-byol-summary = Kuvan yhdestä muunnellusta kopiosta verkko ennustaa, mitä sen hitaampi kopio näkee toisessa.
method-simclr-patch-rotnet-title = SimCLR + Patch RotNet
method-simclr-patch-rotnet-summary = Verkko oppii molemmat yhtä aikaa: löytämään muunneltujen kopioiden parit ja kertomaan, miten kuvat ja palat on kierretty.
method-vicreg-patch-rotnet-title = VICReg + Patch RotNet
method-vicreg-patch-rotnet-summary = Verkko oppii molemmat yhtä aikaa: samat piirteet muunnelluille kopioille ja sen, miten kuvat ja palat on kierretty.
method-supervised-title = Ohjattu
method-supervised-summary = Verkko koulutetaan kunkin kuvan oikealla luokalla: vertailukohta oppimiselle ilman merkintöjä.
method-random-title = Satunnaiset painot

## Networks

backbone-resnet8-title = ResNet-8
backbone-resnet32-title = ResNet-32
backbone-resnet56-title = ResNet-56

## Evaluations

protocol-linear-title = Lineaarinen arviointi
protocol-linear-summary = Piirteiden päälle koulutetaan artikkelin kaksikerroksinen luokitin tai yksi kerros; verkko pysyy ennallaan.
protocol-finetune-title = Hienosäätö
protocol-finetune-summary = Verkko ja luokitin koulutetaan yhdessä merkintöjen avulla.
protocol-knn-title = Lähimmät naapurit
protocol-knn-summary = Kukin testikuva saa samankaltaisimpien merkittyjen kuvien luokan.
protocol-retrieval-title = Kuvahaku
protocol-retrieval-summary = Kullekin testikuvalle haetaan samankaltaisimmat muut kuvat: ovatko ne samaa luokkaa?
protocol-pretext-title = Pretekstitehtävä
protocol-pretext-summary = Itse esikoulutuksen tehtävä kuvilla, joita siinä ei nähty.
evaluate-title = Arvioi, mitä se oppi
evaluate-protocol = Arviointimenetelmä
evaluate-classifier = Luokitin (lineaarinen arviointi, hienosäätö)
evaluate-two-layer = kaksi kerrosta, kuten artikkelissa
evaluate-single-layer = yksi kerros
evaluate-logistic = logistinen regressio
evaluate-classless = Näillä kuvilla ei ole luokkia, joita kaikki muu paitsi pretekstitehtävä tarvitsee. ”{ sort-title }” tekee luokittimen muutamasta omasta merkinnästäsi.
evaluate-start = Arvioi
evaluate-progress =
    .aria-label = Arviointi
status-evaluating = Arvioidaan.
status-evaluated = Arviointi valmis.
status-evaluation-stopped = Arviointi keskeytetty.
result-two-layer = Luokittimessa on kaksi kerrosta, kuten artikkelissa.
result-single-layer = Luokittimessa on yksi kerros; artikkelin luokittimessa niitä on kaksi.
result-logistic = Luokitin on logistinen regressio; artikkelin luokittimessa on kaksi kerrosta.
result-counts = Oikein { $correct } / { $total }; satunnaisilla painoilla { $random }; arvaamalla noin { $guessed }.
result-counts-alone = Oikein { $correct } / { $total }; arvaamalla noin { $guessed }.
result-accuracy = Tarkkuus: { $accuracy } ({ $correct }/{ $total }; { $level }:n luottamusväli: { $low } – { $high }).
result-retrieval = Testikuvista { $accuracy } on sellaisia, joiden samankaltaisin kuva on samaa luokkaa ({ $correct }/{ $total }; { $level }:n luottamusväli: { $low } – { $high }).
result-above = Se on { $points } prosenttiyksikköä enemmän kuin satunnaisilla painoilla.
result-below = Se on { $points } prosenttiyksikköä vähemmän kuin satunnaisilla painoilla.
retrieval-caption = Saanti (recall): saman luokan kuva on 1, 5 tai 10 ensimmäisen joukossa. mAP: keskimääräisten täsmällisyyksien keskiarvo (mean average precision).
retrieval-weights = painot
retrieval-results = Kuvahaun tulokset
confusion = Sekaannusmatriisi
confusion-corner = todellinen \ ennustettu
confusion-accuracy = tarkkuus
confusion-by-class = Luokittain

## Attention

attend-title = Huomio (Grad-CAM)
attend-text = Kirkkaat alueet vaikuttivat vastaukseen eniten. Jos menetelmällä ei ole luokkia, ne tekevät näkymästä pystykuvan kaltaisen. Luokkien selittämistä varten tee ensin arviointi.
attend-target = Selitä
attend-pretext = pretekstitehtävä
attend-label = luokka
attend-start = Näytä huomio
status-attending = Piirretään huomiokarttoja.
status-attended = Huomiokartat piirretty.
attend-image = Kuva { $number }.
attend-image-class = Kuva { $number }, { $class }.
attend-untrained = Ilman koulutusta
attend-trained = Koulutettu
attend-correct = { $view }: ✓ oikein
attend-wrong = { $view }: ✗ ennuste: { $name }
attend-predicted = { $view }: ennuste: { $name }
attend-similarity = { $view }: { $similarity } pystykuvan kaltainen
answer-turned = käännetty { $degrees }°
answer-patch = tilkku { $degrees }°
answer-cluster = ryhmä { $number }
answer-class = luokka { $number }
answer-own-map = oma kartta
answer-another-map = toisen kartta

## Similar images

similar-title = Samankaltaiset kuvat (kuvahaku)
similar-text = Testikuvia verrataan niiden piirteiden kosinisamankaltaisuuden perusteella. Tarvitaan yli kymmenen testikuvaa, joilla on luokka.
similar-start = Etsi samankaltaisia kuvia
similar-progress =
    .aria-label = Testikuvien vertailu
status-timing = Mitataan, miten nopeasti tämä laite kouluttaa.
status-timed = Mitattu.
status-ranking = Verrataan testikuvia.
status-ranked = Samankaltaisia kuvia löytyi: valitse yksi.
status-search-stopped = Haku keskeytetty.
similar-queries = Napsauta kuvaa, niin näet samankaltaisimmat
similar-caption = { $place }. { $name } { $similarity }
similar-caption-same = { $place }. { $name } ✓ { $similarity }
similar-caption-other = { $place }. { $name } ✗ { $similarity }
similar-summary = Tämän kuvan ({ $name }) kanssa samankaltaisimmista { $total } kuvasta { $same } on samaa luokkaa ({ $share }). ✓: sama luokka, ✗: eri luokka; luku on kosinisamankaltaisuus.
similar-why = Miksi ne ovat samankaltaisia?
similar-why-text = Kirkkaat alueet tekevät parin kuvista verkolle samankaltaisia.
similar-pair = Pari { $place }

## Sorting with a few labels

sort-title = Lajittele kuvia muutaman merkinnän avulla
sort-text = Kerro muutamasta kuvasta, mihin luokkaan se kuuluu: verkon piirteisiin perustuva luokitin oppii niistä sekunnissa ja lajittelee loput. Ehdolla ovat vuorotellen kahden luokan väliin jäävät kuvat, joista se on epävarma, ja kuvat, jotka eivät muistuta yhtäkään merkittyä: niistä se oppii eniten.
sort-suggest = Ehdota merkittäviä kuvia
sort-show = Näytä
sort-view-next = Seuraavaksi merkittävät
sort-view-all = Kaikki kuvat
sort-view-labeled = Sinun merkitsemäsi ({ $count })
sort-view-class = Lajiteltu luokkaan { $class } ({ $count })
sort-progress =
    .aria-label = Oppiminen merkinnöistä
status-learning = Opitaan merkinnöistä.
status-learning-stopped = Oppiminen keskeytetty.
status-learnt = Opittu: oikein { $correct }/{ $total } erotetusta merkinnästä.
status-suggested = Kuvia ehdotettu.
sort-new-class = Uusi luokka
sort-add-class = Lisää luokka
sort-select-first = Valitse ensin kuvia.
sort-classes =
    .aria-label = Luokat
sort-keys = Valitse kuvia napsauttamalla (vaihtonäppäin pohjassa koko väli), ja napsauta sitten luokkaa, paina sen numeroa tai vedä kuvat sen päälle.
sort-tiles =
    .aria-label = Merkittävät kuvat
sort-none = Niitä ei ole.
sort-back = Edellinen
sort-forward = Seuraava
sort-page = { $first }–{ $last }/{ $total }
sort-needs-network = Tarvitaan koulutettu verkko: katso ”{ train-title }”.
sort-kept = { $count ->
        [one] { $count } merkintä on tallessa: paina ”Ehdota merkittäviä kuvia”, niin siitä opitaan tällä verkolla.
       *[other] { $count } merkintää on tallessa: paina ”Ehdota merkittäviä kuvia”, niin niistä opitaan tällä verkolla.
    }
sort-begin = Aloita painamalla ”Ehdota merkittäviä kuvia” tai näytä kaikki kuvat.
sort-name-classes = Nimeä vähintään kaksi luokkaa, valitse kuvia ja kerro, mihin luokkaan ne kuuluvat.
sort-give-images = Anna vähintään kahdelle luokalle yksi kuva kummallekin.
sort-go-on = Jatka: mitä enemmän merkintöjä, sitä parempi tulos, varsinkin kun merkitset ehdotettuja kuvia.
sort-class = { $class } ({ $count })
sort-class-key = { $key } { $class } ({ $count })
sort-no-class = 0 ei luokkaa
sort-remove-class = ×
    .aria-label = Poista luokka { $class }
tile-labeled = ✓ { $class }
tile-predicted = { $class }? { $share }
tile-typical = lähellä kaikkien keskiarvoa
tile-unlike = vähiten muiden kaltainen
tile-unlike-similarity = vähiten muiden kaltainen (samankaltaisuus { $similarity })
tile-between = { $classes }?
tile-class = { $class } { $share }
tile-unsure = epävarma?
sort-report-title = { $count ->
        [one] Miten { $count } kuva lajitellaan
       *[other] Miten { $count } kuvaa lajitellaan
    }
sort-not-among = Eivät mukana: { $count } arviointiin erotettua (katso ”{ data-title }”).
sort-second-image = Merkitse jonkin luokan toinen kuva, niin näet, kuinka usein luokitin on oikeassa.
sort-accuracy = Oikein { $correct }/{ $total } erotetusta merkinnästä: { $accuracy } ({ $level }:n luottamusväli: { $low } – { $high }). Kunkin niistä ennusti luokitin, joka oli koulutettu muilla.
sort-mistakes = Erotetut merkinnät, joissa se erehtyi: ovatko ne oikein?
sort-mistake = { $class }, luokittimen mielestä { $predicted }: { $count }

## Trying it, and the camera

try-title = Kokeile: valokuva tai kamera
try-text = Verkko kertoo uuden kuvan luokan ja näyttää, mitkä alueet vaikuttivat sen vastaukseen. Tähän käytetään viimeisimmän lineaarisen arvioinnin tai hienosäädön luokitinta (”{ evaluate-title }”) tai sitä, joka oppi merkinnöistäsi (”{ sort-title }”). Kuvat eivät lähde tältä välilehdeltä, ellet anna toisen koneen laskea.
try-drop = Pudota valokuva tähän, liitä se (Ctrl{ "\u202F" }+{ "\u202F" }V tai ⌘{ "\u202F" }V) tai valitse se:
try-photo = Valokuva
camera-start = Käynnistä kamera
camera-stop = Sammuta kamera
camera-keep = Säilytä tämä kuva
camera-video =
    .aria-label = Kameran suora kuva
camera-caption = Kamera; se sammuu, kun vierität pois tai poistut sivulta
camera-rate = { $rate } kuvaa sekunnissa
try-progress =
    .aria-label = Kuvan tarkastelu
status-trying = Tarkastellaan kuvaa.
status-picture-shows = Kuvassa on: { $class }.
status-similar-found = Samankaltaisia kuvia löytyi.
status-camera-opening = Avataan kameraa.
status-camera-started = Kamera käynnistetty.
status-camera-stopped = Kamera sammutettu.
status-camera-scrolled = Kamera sammutettu: se vieritettiin pois näkyvistä.
status-camera-left = Kamera sammutettu: sivulta poistuttiin.
status-camera-network = Kamera sammutettu: verkko vaihtuu.
status-camera-shows = Kamerassa näkyy: { $class }.
camera-refused = Tämä sivu ei saa käyttää kameraa. Salli se selaimen asetuksissa tälle sivulle ja paina sitten ”Käynnistä kamera”.
camera-missing = Kameraa ei löytynyt. Liitä kamera ja paina sitten ”Käynnistä kamera”.
camera-in-use = Kameraa ei voi lukea. Sulje muut ohjelmat, jotka saattavat käyttää sitä, ja paina sitten ”Käynnistä kamera”.
camera-no-access = Selaimet avaavat kameran vain sivuille, joilla on https-osoite, tai tällä koneella (localhost).
camera-disconnected = Kamera irrotettiin, tai toinen ohjelma otti sen käyttöön. Liitä se uudelleen ja paina sitten ”Käynnistä kamera”.
try-pasted = Liitetty kuva
try-from-camera = Kuva kamerasta
try-needs-model = Kouluta ensin verkko tai lataa malli.
try-needs-classifier = Tee ensin lineaarinen arviointi tai hienosäätö kohdassa ”{ evaluate-title }” tai merkitse kuvia kohdassa ”{ sort-title }”.
try-wait = Odota, kunnes käynnissä oleva työ on valmis, tai keskeytä se.
try-needs-network = Tarvitaan koulutettu verkko: katso ”{ train-title }”.
try-classes = Luokitin tuntee nämä luokat: { $classes }.
try-no-classifier = Luokitinta ei vielä ole. Kouluta sellainen tekemällä lineaarinen arviointi tai hienosäätö kohdassa ”{ evaluate-title }” tai merkitsemällä kuvia kohdassa ”{ sort-title }”.
try-similar-only = Siihen asti valokuvalle haetaan vain samankaltaisimmat testikuvat.
try-picture = Kuva
try-attention = Kuva sellaisena kuin verkko sen näkee, ja huomio (Grad-CAM): kirkkaat alueet vaikuttivat vastaukseen eniten
try-answer = { $class }, { $share }
try-similar = Samankaltaisimmat testikuvat; luku on niiden piirteiden kosinisamankaltaisuus.

## The feature map

map-title = Piirrekartta 2D:nä (t{ "\u2011" }SNE)
map-text = Testikuvat, joiden piirteet ovat samankaltaisia, sijoitetaan lähelle toisiaan. Lineaarisen arvioinnin tai hienosäädön jälkeen näytetään luokittimen verkon piirteet.
map-start = Piirrä
map-progress =
    .aria-label = Piirrekartan piirtäminen
status-mapping = Piirretään piirrekarttaa.
status-mapped = Piirrekartta piirretty.
status-mapping-stopped = Piirtäminen keskeytetty; tähän asti piirretty kartta säilyy.
map-summary = { $count } testikuvaa; ne, joiden piirteet ovat samankaltaisia, ovat lähellä toisiaan. Osoita merkkiä tai käytä nuolinäppäimiä, niin näet sen kuvan.
map-summary-classes = { $count } testikuvaa; ne, joiden piirteet ovat samankaltaisia, ovat lähellä toisiaan. Kunkin viidestä lähimmästä { $share } on samaa luokkaa. Osoita merkkiä tai käytä nuolinäppäimiä, niin näet sen kuvan.
map-table =
    .aria-label = Testikuvien sijainnit
map-image = Testikuva
map-class = Luokka
map-across = Vaakasuunta
map-down = Pystysuunta

## Comparing methods

compare-title = Vertaile menetelmiä
compare-text = Kouluttaa ja arvioi kunkin menetelmän kohdan ”{ train-title }” asetuksin; kullakin menetelmällä on oma oppimisnopeutensa. Oma verkkosi säilyy.
compare-rows = Rivit
compare-random = Satunnaiset painot
compare-seeds = Siemenluvut
compare-finetune = Myös hienosäätö (hitaampi)
compare-few-labels = Myös viidellä luokitellulla kuvalla luokkaa kohti
compare-start = Vertaile
compare-progress =
    .aria-label = Vertailu
compare-table =
    .aria-label = Menetelmien vertailu
compare-method = Menetelmä
compare-row = { $method } { $ratio }
compare-error = { $method }: { $error }
status-comparing = Vertaillaan menetelmiä.
status-compared = Vertailu valmis.
status-comparison-stopped = Vertailu keskeytetty; tähänastiset tulokset säilyvät.
comparing-starting = { $row }, siemenluku { $seed }: käynnistetään
comparing-training = { $row }, siemenluku { $seed }: koulutetaan
comparing-evaluating = { $row }, siemenluku { $seed }: arvioidaan
comparing-table = kirjoitetaan taulukkoa
column-loss = häviö
column-pretext-train = preteksti, koulutus
column-pretext = preteksti, uudet kuvat
column-labels = { $column }, { $count ->
    [one] yksi luokiteltu kuva luokkaa kohti
   *[other] { $count } luokiteltua kuvaa luokkaa kohti
}
column-linear = lineaarinen
column-finetune = hienosäätö
column-knn = kNN
column-recall-1 = saanti@1
column-recall-5 = saanti@5
column-recall-10 = saanti@10
column-map = mAP
column-seconds = esikoulutus, s
export-markdown = Markdown
export-csv = CSV
export-json = JSON

## Runs side by side

runs-title = Ajot rinnakkain
runs-none = Jokainen koulutus näkyy tässä asetuksineen ja tuloksineen, ja se säilyy, kun seuraava alkaa.
runs-table =
    .aria-label = Ajot
runs-text = Häviö ja tarkkuus pretekstitehtävässä ovat viimeisen askelkymmenyksen keskiarvoja. ”Käytä” palaa ajon verkkoon.
runs-run = Ajo
runs-network = Verkko
runs-method = Menetelmä
runs-settings = Asetukset
runs-images = Kuvat
runs-steps = Askeleet
runs-pretext = Pretekstitehtävä
runs-few-labels = Muutama merkintä
runs-current = nykyinen
run-use = Käytä
    .aria-label = Käytä: ajo { $number }
run-remove = Poista
    .aria-label = Poista: ajo { $number }
run-undo = Kumoa
    .aria-label = Kumoa: ajo { $number }
run-step = { $step }/{ $total }
run-few-labels = { $share } / { $total }
run-accuracy-random = { $accuracy } (satunnaiset painot { $random })
run-epochs = { $count ->
        [one] { $count } epookki
       *[other] { $count } epookkia
    }
run-batch-size = eräkoko { $size }
run-learning-rate = oppimisnopeus { NUMBER($rate, maximumSignificantDigits: 6) }
run-patch-size = tilkun koko { $ratio }
run-seed = siemenluku { $seed }
runs-loss-by-step = Ajojen häviö askelittain
runs-pretext-by-step = Ajojen tarkkuus pretekstitehtävässä askelittain
status-run-used = Palattiin aiempaan ajoon.

## Saving and loading

keep-title = Tallenna ja lataa
keep-save = Tallenna malli
keep-load = Lataa malli
keep-resume = Jatka
keep-save-html = Tallenna luokitin verkkosivuna
keep-save-onnx = Tallenna ONNX-muodossa
keep-text = Mallit ovat safetensors-tiedostoja, joiden tensorit on nimetty kuten PyTorch-moduulit, ONNX-tiedostot ovat muita ohjelmia varten, ja verkkosivu luokittelee valokuvia ja kameran kuvaa, myös ilman verkkoyhteyttä. ”Jatka” palauttaa keskeytyneen ajon viimeisimmän tarkistuspisteen ja kouluttaa loppuun.
status-model-loaded = Malli ladattu.
network-loaded = { $steps ->
        [one] Ladattu: { $method }, { $backbone }, { $steps } askel, aineisto { $data }, { $size } px.
       *[other] Ladattu: { $method }, { $backbone }, { $steps } askelta, aineisto { $data }, { $size } px.
    }

## Projects: the work that is kept in the browser

project-load = Avaa projektitiedosto
projects-kept = Tallessa tässä selaimessa ({ $used } / { $quota } käytetty):
projects-none = Heti kun koulutus alkaa, se tallennetaan tähän selaimeen: kuvat, asetukset, verkko ja tulokset.
project-name = { $data }, { DATETIME($date, dateStyle: "short", timeStyle: "short") }
project-state-open = { $name } (auki)
project-state-deleted = { $name } (poistettu)
project-state-problem = { $name } ({ $problem })
project-undo = Kumoa
    .aria-label = Kumoa: { $name }
project-open = Avaa
    .aria-label = Avaa: { $name }
project-rename = Nimeä uudelleen
    .aria-label = Nimeä uudelleen: { $name }
project-save = Tallenna tiedostona
    .aria-label = Tallenna tiedostona: { $name }
project-delete = Poista
    .aria-label = Poista: { $name }
project-new-name = Projektin nimi:
project-progress = { $done }/{ $total } kuvaa
project-not-kept = Ei tallennettu: { $problem }
project-not-opened = Ei avattu: { $problem }
project-damaged = Projekti on vioittunut tai toisen ohjelman tekemä: sen kohta ”{ $entry }” ei ole sellainen kuin pitäisi. Käytä toista projektia.
project-no-images = Projektissa ei ole kuvia. Käytä toista.
status-project-opening = Avataan projektia.
status-project-not-opened = Projektia ei avattu.
status-project-opened = Työsi on taas tässä.

## What can go wrong, by the engine's codes. In English the page shows what the engine says itself, which is more exact;
## in other languages these sentences stand before that: what happened in general, and what to do.

error-invalid-config = Asetuksella on arvo, jota ei voi käyttää. Muuta sitä ja yritä uudelleen.
error-invalid-data = Tiedostoa ei voi käyttää. Valitse toinen.
error-label-out-of-range = Tiedostossa on merkintöjä, joita sen aineistossa ei ole. Se on vioittunut tai kuuluu toiseen aineistoon.
error-no-images = Kuvia ei löytynyt. Valitse kuvatiedostoja tai kansio, jossa niitä on.
error-too-few-images = Kuvia on vähemmän kuin yksi erä tarvitsee. Lisää kuvia tai pienennä eräkokoa.
error-no-labels = Tähän tarvitaan kuvia, joilla on luokat. Lataa kuvia, joissa kutakin luokkaa varten on oma kansio.
error-non-finite-loss = Koulutus muuttui epävakaaksi. Pienennä oppimisnopeutta ja aloita uudelleen.
error-invalid-model = Tämä tiedosto ei ole malli, jota voisi käyttää täällä. Valitse tiedosto, jonka ”Tallenna malli” on kirjoittanut.
error-other-data = Verkko kuuluu toisiin kuviin. Lataa ne tai aloita uusi koulutus.
error-storage-failed = Jotain ei voitu tallentaa tähän selaimeen tai lukea siitä. Tarkista vapaa tila; yksityiset ikkunat eivät säilytä mitään.
error-device-unavailable = Tätä laskentalaitetta ei voi käyttää täällä. Anna sivun valita laite tai käytä uudempaa selainta.
error-device-failed = Laskentalaite lakkasi toimimasta. Lataa kuvat uudelleen; ”Jatka” palauttaa koulutuksen viimeisimmän tarkistuspisteen.
error-server-unreachable = Palvelimeen ei saada yhteyttä. Tarkista osoite ja että ”patchwise serve --relay” on siellä käynnissä.
error-server-refused = Palvelin hylkäsi tunnisteen. Anna sen tunnistetiedoston teksti.
error-server-incompatible = Palvelimella on toinen patchwisen versio. Asenna molempiin koneisiin sama versio.
error-out-of-order = Ensin pitää tehdä jotain muuta.
error-busy = Toinen työ on kesken. Odota, kunnes se on valmis, tai keskeytä se.
error-closed = Laskentalaite suljettiin. Lataa kuvat uudelleen.
error-download-failed = Tiedostoa ei voitu ladata verkosta. Tarkista sen osoite; palvelin ei ehkä anna muiden sivujen lukea sitä. Tai lataa se itse ja valitse se kohdassa ”Omat tiedostot”.
error-internal-error = Ohjelmassa on virhe. Lataa kuvat uudelleen ja ilmoita virheestä, jos se toistuu.
error-out-of-memory = Muisti ei riitä. Käytä vähemmän tai pienempiä kuvia tai pienempää eräkokoa ja sulje muita välilehtiä.
error-unknown = Jokin meni vikaan. Yritä uudelleen ja ilmoita virheestä, jos se toistuu.
field-clusters = ryhmien määrä
field-rows = rivien määrä
call-load = ”Lataa kuvat”
call-pretrain = ”Käynnistä”
call-save = ”Tallenna malli”
call-compare = ”Vertaile”
call-linear = ”Arvioi” lineaarisella arvioinnilla tai hienosäädöllä
call-retrieval = ”Etsi samankaltaisia kuvia”

## Why a device was chosen: as the engine says it in English

reason-cpu-requested = suoritinta pyydettiin
reason-webgpu-requested = WebGPU:ta pyydettiin, ja se antaa samat tulokset kuin suoritin
reason-webgpu-available = WebGPU on käytettävissä ja antaa samat tulokset kuin suoritin
reason-no-webgpu = tässä selaimessa tai tällä sivulla ei ole WebGPU:ta
reason-no-adapter = selain ei tarjoa WebGPU-sovitinta
reason-software = ainoa WebGPU-sovitin on ohjelmallinen ja hitaampi kuin suoritin
reason-cpu-faster = se on täällä nopeampi kuin WebGPU, joka vie { $webgpu } ms askelta kohti; suorittimella kuluu { $cpu } ms
reason-webgpu-faster = se antaa samat tulokset kuin suoritin ja on nopeampi: { $webgpu } ms askelta kohti, suorittimella { $cpu } ms
reason-one-thread = yhdellä säikeellä, koska sivua ei ole eristetty (cross-origin)
reason-server = palvelinta pyydettiin, ja se antaa suorittimen tulokset
reason-server-lost = yhteys palvelimeen katkesi
