# The page's words in German.

direction = ltr

## The frame of the page

doors =
    .aria-label = Teile der Seite
door-lesson = Lektion
door-lab = Labor
door-teachers = Für Lehrkräfte
language = Sprache
lab-intro = Das Labor: Trainiere ein kleines Netz mit eigenen Einstellungen auf Bildern ohne Labels vor, werte es aus und erkunde und vergleiche, was es gelernt hat. Nichts wird installiert, und keine Daten verlassen diesen Tab, außer du lässt einen anderen Rechner rechnen.

title = patchwise: sehen lernen ohne Labels
description =
    .content = Ein kleines neuronales Netz lernt in diesem Tab, ohne Labels zu sehen.
continue-box =
    .aria-label = Deine letzte Arbeit
continue-text = Hier hast du zuletzt gearbeitet ({ DATETIME($date, dateStyle: "medium", timeStyle: "short") }): { $name }.
continue = Dort weitermachen
start-anew = Neu anfangen

## The device, errors, and words that several sections use

device-opening = Gerät wird gesucht …
device-none = Kein Gerät.
device-runs = { $device ->
        [webgpu] Läuft auf WebGPU: { $reason }.
        [remote] Läuft auf einem anderen Rechner: { $reason }.
       *[cpu] { $threads ->
            [1] Läuft auf der CPU: { $reason }.
           *[other] Läuft auf der CPU ({ $threads } Threads): { $reason }.
        }
    }
status-opening = Ein Gerät wird gesucht.
status-ready = { $device ->
        [webgpu] Bereit auf WebGPU.
        [remote] Bereit auf einem anderen Rechner.
       *[cpu] { $threads ->
            [1] Bereit auf der CPU.
           *[other] Bereit auf der CPU ({ $threads } Threads).
        }
    }
status-failed = Durch einen Fehler beendet.
error-close = Schließen
error-other-device = Die Seite das Gerät wählen lassen
error-detail = Einzelheiten auf Englisch
device-unknown = Die Adresse verlangt das Gerät „{ $device }“, es gibt aber nur ?device=cpu und ?device=webgpu. Die Seite hat selbst gewählt.
server-missing = Die Adresse verlangt einen anderen Rechner, aber dieser Tab kennt keinen Server. Gib ihn im Labor unter „Auf einem anderen Rechner rechnen“ ein. Die Seite hat selbst ein Gerät gewählt.
elsewhere = Auf einem anderen Rechner rechnen
elsewhere-why = Läuft „patchwise serve --relay“ auf einem stärkeren Rechner, kann diese Seite dort rechnen. Alle Bilder, die du lädst oder ausprobierst, werden verschlüsselt dorthin gesendet.
elsewhere-server = Adresse des Servers, wie er sie ausgegeben hat
elsewhere-hint = Die Adresse beginnt mit http:// oder https:// und endet mit # und 64 Buchstaben und Ziffern.
elsewhere-not-kept = Dieser Browser weigert sich, die Adresse für diesen Tab aufzubewahren. Erlaube der Seite, Daten zu speichern.
elsewhere-token = Text seiner Token-Datei
elsewhere-connect = Verbinden
elsewhere-here = Wieder auf diesem Gerät rechnen
quoted = „{ $name }“
stop = Stopp
as-a-table = Als Tabelle
loss = Verlust
accuracy = Genauigkeit
trained = trainiert
random-weights = zufällige Gewichte
chance-level = Zufallsniveau
image-number = Bild { $number }
no-class = keine Klasse
none = –
bar-label = { $name }: { $share }

## Words that many parts use

right = richtig
wrong = falsch
back = Zurück
next = Weiter
undo = Rückgängig
pause = Pause
resume = Fortsetzen
paused = Angehalten
number = { NUMBER($value, maximumFractionDigits: 2) }
part = { $part }

## The lesson: its frame

lesson-steps = Schritte der Lektion
lesson-step-you = Erst du
lesson-step-untrained = Es weiß nichts
lesson-step-learning = Es lernt
lesson-step-again = Du gegen das Netz
lesson-step-learnt = Was hat es gelernt?
lesson-step-fool = Überliste es
lesson-step-report = Dein Bericht
to-the-lab = Weiter im Labor
lesson-opening = Wird gestartet …
lesson-first-learning = Lass es zuerst lernen: Schritt 3.
lesson-first-learnt = Nenne ihm zuerst ein paar Namen: Schritt 5.
lesson-next = Weiter: { $step }
read-aloud = Vorlesen

lesson-title-you = Erst du: Wie wurde das Bild gedreht?
lesson-lead-you = Einige dieser Bilder wurden gedreht. Sag bei jedem, wohin seine Oberkante jetzt zeigt: Klicke oder drücke eine Pfeiltaste. Namen brauchst du dafür nicht, nur deine Augen.
lesson-title-untrained = Das Netz weiß nichts
lesson-lead-untrained = Ein neuronales Netz ist ein Programm, in dem viele Zahlen stecken, die Gewichte. Am Anfang sind sie zufällig. Stell ihm deine Fragen und schau, was es antwortet. Die hellen Bereiche haben seine Antwort am stärksten beeinflusst.
lesson-title-learning = Es lernt
lesson-lead-learning = Der Computer dreht Bilder und Sticker selbst und kennt also die richtigen Antworten: Niemand muss ihm sagen, was auf einem Bild ist. Nach jedem Versuch ändert das Netz seine Gewichte ein wenig. Unten sind vier deiner Bilder: Ab und zu wird es nach ihnen gefragt, aber es lernt nie an ihnen.
lesson-title-again = Du gegen das Netz
lesson-lead-again = Jetzt bekommt das trainierte Netz die Fragen, die du hattest. Beim Lernen hat es diese Bilder nie gesehen.
lesson-title-learnt = Was hat es gelernt?
lesson-lead-learnt = Um zu wissen, wo oben ist, muss man erkennen, was da ist. Hilft das dem Netz auch, Bilder zu sortieren? Jetzt erfährt es die Namen einiger weniger Bilder aus fünf Arten.
lesson-title-fool = Überliste es
lesson-lead-fool = Jetzt geht es nicht mehr darum, wie ein Bild gedreht wurde, sondern was es zeigt. Verändere eines so, dass du noch erkennst, was es ist, das Netz aber nicht.
lesson-title-report = Dein Bericht
lesson-lead-report = Was du gemacht hast und was das Netz gelernt hat, auf einer Seite.

lesson-status-asking = Das Netz wird gefragt.
lesson-status-answered = Das Netz hat geantwortet.
lesson-status-measuring = Es wird gemessen, wie schnell dieser Computer ist.
lesson-status-measured = Das Netz fängt an zu lernen.
lesson-status-sorting = Das Netz sortiert.
lesson-status-sorted = Das Netz hat die Bilder sortiert.
lesson-status-searching = Ähnliche Bilder werden gesucht.
lesson-status-found = Ähnliche Bilder gefunden.
lesson-stopped = Das wurde abgebrochen. Starte es noch einmal.

## The lesson: how something was turned

turn-0 = nach oben
turn-1 = nach links
turn-2 = nach unten
turn-3 = nach rechts
lesson-guess-picture = Bild zeigt { $turn }
lesson-guess-sticker = Sticker zeigt { $turn }
lesson-truth = richtige Antwort: { $answer }

## The lesson: the quiz

quiz-answers = Wohin zeigt die Oberkante?
quiz-question-picture = Frage { $number } von { $total }: Wohin zeigt die Oberkante des Bildes?
quiz-question-sticker = Frage { $number } von { $total }: Wohin zeigt die Oberkante des umrahmten Stickers?
quiz-stickers-begin = Etwas Neues: Jetzt klebt ein Sticker auf dem Bild, eine kleine Kopie davon in einem Rahmen. Nur der Sticker kann gedreht sein.
quiz-right = Richtig!
quiz-last = Frage { $number }:
quiz-wrong-picture = Nein: Die Oberkante dieses Bildes zeigte { $turn } ({ $arrow }).
quiz-wrong-sticker = Nein: Die Oberkante dieses Stickers zeigte { $turn } ({ $arrow }).
quiz-your-score = Dein Ergebnis
quiz-pictures = richtige Antworten zu Bildern
quiz-stickers = richtige Antworten zu Stickern
score-of = { $right } von { $total }
score-about = etwa { $number }
score-network = das Netz, untrainiert
score-guessing = durch Raten
score-you = Du
score-you-again = Du, beim zweiten Mal
score-network-before = Das Netz, untrainiert
score-network-after = Das Netz, trainiert
score-who = Wer
score-right = Richtig

## The lesson: untrained and trained

untrained-ask = Frag das Netz
untrained-why = Es sagt zu jedem Bild fast dasselbe: Es hat noch nicht gelernt zu sehen. Seine Aufgabe ist schwerer als deine: Niemand sagt ihm, ob das Bild oder der Sticker gedreht wurde, und es sieht keinen Rahmen. Es hat also acht Antworten zur Auswahl, und wer rät, liegt einmal in acht Fällen richtig.
learning-start = Lass es lernen
learning-start-time = Lass es lernen (etwa zwei Minuten)
learning-anew = Lass es neu lernen
learning-done = Fertig: Es hat gelernt.
learning-stop = Hier aufhören
learning-progress = Lernen
learning-measuring = Es wird gemessen, wie schnell dieser Computer ist …
learning-words = { $step ->
    [one] Nach einem Schritt,
   *[other] Nach { $step } Schritten,
} in Runde { $epoch } durch { $images } Bilder, waren zuletzt { $accuracy } seiner Antworten richtig. Zufallsniveau: { $chance }.
learning-loss = Verlust (Loss): wie falsch es liegt
learning-accuracy = Genauigkeit: wie oft es richtig liegt
learning-chance = Zufallsniveau
again-ask = Frag das trainierte Netz
again-repeat = Das Quiz selbst noch einmal machen
again-results = Zurück zu den Ergebnissen
again-caption = Richtige Antworten auf dieselben { $total } Fragen
again-better = { $right } von { $total }: Es hat gelernt zu sehen, wo oben ist, auch auf Bildern, die ihm neu sind.
again-little = { $right } von { $total } ist kaum mehr als geraten. Es hat diesmal zu wenig gelernt: Lass es länger lernen oder an mehr Bildern.
again-why = Beim Lernen lag es öfter richtig: Das waren Bilder, die es immer wieder gesehen hat. Fünfzehn Fragen sind wenig; zwei oder drei richtige Antworten mehr oder weniger können Glück sein.

## The lesson: what it learnt

learnt-test = Nenne ihm die Namen von { $count } Bildern jeder Art
learnt-busy = Einen Moment …
learnt-trained = richtig sortiert vom trainierten Netz
learnt-random = von einem Netz, das nichts gelernt hat
learnt-helped = Es sortiert besser als ein Netz, das nichts gelernt hat, auch wenn noch viele falsch sind. Beim Drehen der Bilder erfuhr es keine Namen: Die fünf von jeder Art sind alles, was es davon weiß.
learnt-not-helped = Diesmal sortiert es nicht besser als ein Netz, das nichts gelernt hat: Der Unterschied kann Glück sein. Es hat zu wenig gelernt; mit mehr Zeit oder mehr Bildern ändert sich das.
learnt-why = Beiden Netzen wurden dieselben Namen genannt: je { $count } von { $classes } Arten. Der einzige Unterschied ist, dass eines von ihnen vorher gelernt hat, indem Bilder gedreht wurden. Aus Fragen zu lernen, die der Computer selbst stellt, nennt man selbstüberwachtes Lernen.
learnt-wrong = { $count ->
    [one] Ein Bild ist falsch einsortiert. Klicke darauf, um zu sehen, welche anderen das Netz ähnlich findet
   *[other] { $count } Bilder sind falsch einsortiert, zum Beispiel diese. Klicke auf eines, um zu sehen, welche anderen das Netz ähnlich findet
}
learnt-taken = { $class }, eingeordnet als { $other }
learnt-similar = Bilder, die es ähnlich findet
learnt-similar-why = Das erste ist das, auf das du geklickt hast. Die Prozentzahlen sagen, wie ähnlich das Netz die Bilder findet; 100 % wäre dasselbe Bild. Gesucht wird unter Bildern aller Arten, und oft zählen für das Netz Farben und Formen mehr als das, was ein Ding ist.
learnt-similarity = { $class }, { $part }
moments-title = Eine Karte dessen, was es sieht
moments-why = Jede Markierung ist ein Bild, an dem das Netz nie gelernt hat. Je näher zwei Markierungen beieinanderliegen, desto ähnlicher findet es die Bilder. Schieb den Regler vom Anfang des Trainings bis zum Ende.
moments-slider = Zeitpunkt im Training
moments-step = Schritt { $step }
moments-words = Bei Schritt { $step }: Von den fünf nächsten Nachbarn jedes der { $images } Bilder sind { $part } von derselben Art.

## The lesson: fool it

fool-choose = Wähle ein Bild mit einem Häkchen ✓: Das Netz benennt es richtig. Verändere es dann, bis das Netz sich irrt.
fool-pictures = Bilder zum Verändern
fool-none-right = Das Netz benennt keines dieser Bilder richtig: Es hat zu wenig gelernt. Versuch das Gegenteil: Verändere eines, bis es richtig liegt!
fool-picture = { $named ->
    [true] { $class }, vom Netz richtig erkannt
   *[other] { $class }
}
fool-canvas = Das Bild zum Verändern. Die Pfeiltasten bewegen die Markierung, die Leertaste wendet das Werkzeug an.
fool-tools = Werkzeuge
fool-cover = Abdecken
fool-draw = Malen
fool-sticker = Gedrehter Sticker
fool-color = Farbe
color-1 = Rot
color-2 = Blau
color-3 = Grün
color-4 = Gelb
color-5 = Weiß
color-6 = Schwarz
fool-turn = Drehen
fool-reset = Von vorn
fool-photo = Eigenes Foto
fool-keys = Klicke ins Bild, um das Werkzeug anzuwenden. Mit der Tastatur: Pfeiltasten und Leertaste.
fool-map = Hell: was seine Antwort am stärksten beeinflusst hat
fool-why = Warum? Es hat nur für wenige Bilder Namen erfahren, alle aufrecht und ganz. Es richtet sich nach Farben und Formen an den hellen Stellen und hat keine Vorstellung von Dingen.
fool-unreadable = Der Browser kann „{ $name }“ nicht als Bild lesen. Wähle eine JPEG-, PNG- oder WebP-Datei.
fool-says = Das Netz sagt: { $other }.
fool-still = Es sagt immer noch: { $other }. Mach weiter.
fool-helped = Jetzt liegt es richtig: { $other }! Deine Änderung hat ihm geholfen.
fool-errs-still = Es sagt: { $other }. Es lag schon falsch, bevor du etwas verändert hast; das zählt also nicht.
fool-errs = Das Netz sagt: { $other }. Zu sehen ist aber: { $class }. Es irrt sich schon ohne deine Hilfe: Wähle ein Bild mit einem Häkchen ✓, oder verändere dieses, bis das Netz richtig liegt.
fool-fooled = { $count ->
    [one] Überlistet! Es müsste „{ $class }“ sagen, sagt aber „{ $other }“. Hätte sich auch ein Mensch geirrt?
   *[other] Wieder überlistet (schon { $count }-mal)! Es müsste „{ $class }“ sagen, sagt aber „{ $other }“. Hätte sich auch ein Mensch geirrt?
}

## The lesson: the report

report-name = Dein Name, wenn du magst (er bleibt in diesem Tab):
report-print = Drucken oder als PDF speichern
report-save = Ergebnisdatei für deine Lehrkraft speichern
report-saved = Gespeichert als { $file } bei deinen Downloads.
report-link = Link zu dieser Lektion kopieren
report-copied = Kopiert: { $link }
report-note = Mit dem Link macht ein anderer Computer dasselbe mit denselben Bildern. Das Ergebnis ist eine kleine Datei; nichts wird irgendwohin gesendet.
report-pictures = Vier der Fragen und daneben die Stellen (hell), die die Antwort des trainierten Netzes beeinflusst haben:
report-title = Ein Netz lernt an gedrehten Bildern
report-gpu = auf dem Grafikprozessor
report-remote = auf einem anderen Rechner
report-cpu = { $threads ->
    [one] auf einem Prozessorkern
   *[other] auf { $threads } Prozessorkernen
}
report-training = Es lernte { $step ->
    [one] einen Schritt
   *[other] { $step } Schritte
} lang aus { $images } Bildern ohne Namen, { $device } (Startwert { $seed }).
report-sorting = Nachdem es die Namen von { $count } Bildern jeder Art erfahren hatte, sortierte es diesen Anteil der übrigen richtig:
report-fooled = { $count ->
    [one] Es wurde einmal überlistet.
   *[other] Es wurde { $count }-mal überlistet.
}
report-think = Denk darüber nach
report-question-1 = Warum lernt man durch das Drehen von Bildern etwas darüber, was auf ihnen zu sehen ist?
report-question-2 = Bei welchen Bildern könnte niemand sagen, wo oben ist, auch kein Mensch?
report-question-3 = Das Netz hat nur aus Zeichnungen gelernt. Was würdest du von ihm bei Fotos von deiner Schule erwarten?

## For teachers: links and results

link-title = Ein Link für Ihre Klasse
link-why = Alle, die diesen Link öffnen, bekommen auf jedem Computer dieselben Bilder und Fragen. Mit einer Anzahl von Durchgängen ist auch das Training dasselbe: dieselben Verluste und am Ende dasselbe Netz, wie lange das auch dauert. Ohne sie lernt das Netz etwa zwei Minuten lang.
link-seed = Nummer der Lektion (Startwert)
link-epochs = Durchgänge durch alle Bilder (Epochen)
link-as-fits = so viele wie möglich
merge-title = Ergebnisse einer Klasse
merge-why = Auf der letzten Seite der Lektion speichern die Schülerinnen und Schüler eine kleine Datei. Wählen Sie hier die Dateien von allen: Daraus werden eine Tabelle und ein Diagramm. Nichts wird irgendwohin gesendet.
merge-choose = Ergebnisdateien wählen
merge-clear = Alle entfernen
merge-refused = { $count ->
    [one] Diese Datei ist kein Ergebnis der Lektion und wurde ausgelassen: { $names }.
   *[other] { $count } Dateien sind keine Ergebnisse der Lektion und wurden ausgelassen, zum Beispiel { $names }.
} Ergebnisse speichert man auf der letzten Seite der Lektion.
merge-nameless = ohne Namen
merge-name = Name
merge-person = Mensch
merge-before = Netz, untrainiert
merge-after = Netz, trainiert
merge-steps = Schritte
merge-sorted = Richtig sortiert
merge-random = Sortiert von einem Netz, das nichts gelernt hat
merge-fooled = Überlistet
merge-mean = Mittelwert
merge-caption = { $count ->
    [one] Ergebnis einer Person
   *[other] Ergebnisse von { $count } Personen
}
merge-plot = Richtige Antworten; jeder Punkt steht für eine Person

## For teachers: the notes

notes-title = Hinweise für Lehrkräfte
notes-print = Hinweise drucken
notes-aims = Lernziele
notes-aims-1 = Die Schülerinnen und Schüler erklären, wie ein Netz aus Bildern lernen kann, die niemand beschriftet hat: Es bekommt Aufgaben, deren Lösungen der Computer kennt.
notes-aims-2 = Sie beschreiben Lernen als viele kleine Änderungen von Zahlen nach Fehlern und sehen, dass es Zeit und viele Beispiele braucht.
notes-aims-3 = Sie unterscheiden, wofür ein Netz trainiert wurde (wo ist oben?) und wofür man es danach verwenden kann (Bilder anhand weniger Namen sortieren).
notes-aims-4 = Sie finden heraus, wo es versagt, und begründen das damit, worauf es achtet.
notes-before = Vor der Stunde
notes-before-1 = Jeder Computer der letzten zehn Jahre mit einem aktuellen Browser genügt; installiert wird nichts. Öffnen Sie die Seite auf jedem Computer einmal, solange es eine Internetverbindung gibt: Danach läuft sie auch ohne.
notes-before-2 = Erstellen Sie oben einen Link für Ihre Klasse, damit alle dieselben Bilder haben und vergleichen können.
notes-before-3 = Auf langsamen Computern dauert das Training ebenfalls zwei Minuten, aber das Netz lernt weniger. Darüber lohnt es sich zu sprechen.
notes-before-4 = Kopfhörer, falls sich Schülerinnen und Schüler die Texte vorlesen lassen möchten.
notes-twenty = Ablauf für 20 Minuten
notes-twenty-1 = 3 min: Zeigen Sie ein gedrehtes Bild. Fragen Sie: Woher wisst ihr, wo oben ist? Sammeln Sie die Antworten (Himmel, Boden, Räder …).
notes-twenty-2 = 3 min: Schritte 1 und 2. Alle antworten und fragen dann das untrainierte Netz. Wer ist besser, und wie viel besser als geraten?
notes-twenty-3 = 4 min: Schritt 3. Während es lernt: Was zeigt die Kurve? Warum geht sie auf und ab?
notes-twenty-4 = 5 min: Schritte 4 und 5. Ergebnisse vergleichen; herausfinden, welche Arten von Bildern es verwechselt.
notes-twenty-5 = 5 min: Gespräch: Niemand hat ihm gesagt, was ein Auto ist. Was musste es bemerken, um zu sehen, wo oben ist?
notes-fortyfive = Ablauf für 45 Minuten
notes-fortyfive-1 = 5 min: Wie oben, dazu eigene Bilder ohne klares Oben (ein Ball, eine Pizza, der Himmel).
notes-fortyfive-2 = 6 min: Schritte 1 und 2.
notes-fortyfive-3 = 6 min: Schritt 3. Vorher die Kurve skizzieren: Was erwartet ihr?
notes-fortyfive-4 = 8 min: Schritte 4 und 5, mit der Karte: den Regler bewegen und beschreiben, was mit einer Art von Bildern geschieht.
notes-fortyfive-5 = 10 min: Schritt 6 zu zweit: Wer überlistet es mit der kleinsten Änderung? Aufschreiben, worauf es geachtet hat.
notes-fortyfive-6 = 5 min: Schritt 7. Den Bericht drucken oder das Ergebnis speichern; oben die Dateien der Klasse zusammenführen und das Diagramm ansehen.
notes-fortyfive-7 = 5 min: Gespräch: Wo wäre ein solches Netz nützlich, und wo würden seine Fehler schaden?
notes-answers = Fragen und Antworten
notes-answers-1 = Versteht es, was ein Auto ist? Nein. Es hat Muster gefunden, an denen man erkennt, wo oben ist, etwa Räder unten. Diese Muster erweisen sich beim Sortieren als nützlich.
notes-answers-2 = Warum heißt das Lernen ohne Labels? Weil kein Mensch aufgeschrieben hat, was auf den Bildern zu sehen ist. Die richtigen Lösungen seiner Aufgabe kommen vom Computer, der die Bilder selbst gedreht hat.
notes-answers-3 = Wozu der Sticker? Um bei einem kleinen gedrehten Sticker richtig zu antworten, muss das Netz auf einzelne Stellen achten, nicht nur auf das ganze Bild.
notes-answers-4 = Warum unterscheiden sich die Ergebnisse zweier Computer? Sie haben unterschiedlich viele Schritte lang gelernt. Steht im Link eine Anzahl von Durchgängen, sind sie gleich.
notes-answers-5 = Sind 60 Prozent gut? Vergleichen Sie mit dem Raten (12,5 Prozent bei acht Antworten) und mit sich selbst, nicht mit 100.
notes-answers-6 = Könnte es mehr lernen? Ja: länger, aus mehr Bildern, mit einem größeren Netz. Im Labor dieser Seite ist all das möglich.
notes-misconceptions = Was Schülerinnen und Schüler oft denken
notes-misconceptions-1 = „Es sucht die Bilder im Internet.“ Es funktioniert auch mit gezogenem Netzwerkkabel.
notes-misconceptions-2 = „Es merkt sich die Bilder.“ Die Fragen in Schritt 4 handeln von Bildern, an denen es nie gelernt hat.
notes-misconceptions-3 = „Es sieht wie wir.“ Schritt 6 zeigt, dass es sich von kleinen Änderungen verwirren lässt, die keinen Menschen stören würden.
notes-misconceptions-4 = „Der helle Bereich ist das, was es denkt.“ Er zeigt nur, wo eine Änderung die Antwort am stärksten verändert hätte.
notes-misconceptions-5 = „Mehr Training hilft immer.“ Es hilft immer weniger, und das Netz kann seine eigenen Bilder auch zu gut lernen.
notes-privacy = Datenschutz
notes-privacy-1 = Es gibt keine Konten und kein Tracking. Alles wird im Browser berechnet; Bilder, Fotos und Ergebnisse verlassen den Computer nicht, und die Sicherheitsrichtlinie der Seite verbietet dem Browser, etwas anderswohin zu senden. Was zwischen zwei Besuchen aufbewahrt wird, liegt in diesem Browser und lässt sich im Labor löschen. Nur wenn du einen anderen Rechner rechnen lässt, werden Bilder verschlüsselt dorthin gesendet.

## The footer: privacy, use without a network, updates

privacy = Nichts, was du hier tust, verlässt diesen Tab: keine Konten, kein Tracking. Die Sicherheitsrichtlinie der Seite erlaubt ihr nur, ihre eigenen Dateien zu laden; mit nichts anderem darf sie Verbindung aufnehmen. Nur wenn du eine Webadresse als Quelle der Bilder angibst, wird auch zu ihr eine Verbindung aufgebaut. Nur wenn du einen anderen Rechner rechnen lässt, werden Bilder verschlüsselt dorthin gesendet.
offline-kept = Funktioniert offline: { $megabytes } MB liegen in diesem Browser.
offline-full = Funktioniert nicht offline: Der Browser hat keinen Platz mehr für die Seite. Alles andere geht wie gewohnt; gib etwas Platz frei und lade die Seite neu.
offline-network = Funktioniert noch nicht offline: Nicht alle Dateien der Seite sind angekommen. Der Rest wird bei deinem nächsten Besuch geholt.
offline-refused = Funktioniert nicht offline: Dieser Browser bewahrt keine Seiten auf, etwa in privaten Fenstern. Alles andere geht wie gewohnt.
offline-insecure = Funktioniert nicht offline: Browser bewahren nur Seiten auf, deren Adresse mit https:// oder http://localhost beginnt.
update-text = Eine neue Version dieser Seite ist bereit. Beim Aktualisieren wird die Seite neu geladen.
update-now = Jetzt aktualisieren

## The groups of the lab

lab-nav =
    .aria-label = Teile des Labors
group-data = Daten
group-train = Trainieren
group-evaluate = Auswerten
group-explore = Erkunden
group-compare = Vergleichen
group-save = Speichern
settings = Einstellungen

## Progress

progress-starting = Wird gestartet …
progress-paused = angehalten
time-estimating = Restzeit wird geschätzt
time-seconds = noch { $seconds } s
time-minutes = noch { $minutes } min { $seconds } s
time-hours = noch { $hours } h { $minutes } min
progress-images = { $done } von { $total } Bildern, { $left }
progress-clusters = Cluster werden gesucht, { $done } von { $total }
progress-knn = kNN-Genauigkeit wird gemessen: { $done } von { $total }
progress-steps = Schritt { $done } von { $total }, Epoche { $epoch } von { $epochs }, { $speed } Bilder/s, { $left }
progress-comparison = { $current }, { $left }
progress-share = { $share }, { $left }
# A download, in megabytes.
progress-download = Datei { $place } von { $count }: { $done } von { $total } MB, { $left }
progress-download-unknown = Datei { $place } von { $count }: { $done } MB

## Images

data-title = Bilder
data-source = Quelle
data-source-scenes = Gezeichnete Szenen
data-source-files = Meine Dateien
data-source-url = Webadresse
data-source-camera = Kamera
files-drop = Zieh Dateien oder einen Ordner hierher oder wähle sie aus:
files-choose = Dateien
files-choose-folder = Ordner
files-formats = Ein Ordner mit einem Ordner voller Bilder je Klasse, auch als .zip, .tar oder .tar.gz; die Dateien von STL-10, CIFAR-10, CIFAR-100, MNIST und ähnlichen, wie sie heruntergeladen werden; .npz und .npy von NumPy; .tar von WebDataset; Parquet vom Hugging Face Hub. Teile namens train, val und test werden als solche übernommen.
files-chosen = { $count ->
        [one] { $count } Datei gewählt.
       *[other] { $count } Dateien gewählt.
    }
files-none = Keine Dateien gewählt. Wähle Dateien oder einen Ordner oder zieh sie hierher.
url-label = Adressen von Dateien, durch Leerzeichen getrennt
url-text = Die Dateien eines Datensatzes über ihre Adressen, etwa die seiner Download-Links, von einem Server, der sie andere Seiten lesen lässt. Sie bleiben in diesem Browser und werden nur einmal heruntergeladen.
url-none = Keine Adresse angegeben. Gib die Adresse einer Datei ein oder wähle eine andere Quelle.
downloads-kept = { $name }: { $size } MB
downloads-part = { $name }: { $size } MB, unvollständig
downloads-remove = Entfernen
downloads-remove-name = { $name } entfernen
collect-class = Klasse, wenn du magst
collect-burst = 20 Bilder aufnehmen
collect-one = Eines aufnehmen
collect-count = { $class }: { $count }
collect-count-without = ohne Klasse: { $count }
collect-remove = Entfernen
    .aria-label = Entfernen: alle mit der Klasse { $class }
collect-remove-without = Entfernen
    .aria-label = Entfernen: alle ohne Klasse
collect-text = { $count ->
        [0] Noch keine Bilder. Sie bleiben in diesem Tab.
        [one] { $count } Bild. Klicke auf „Bilder laden“, um es zu verwenden.
       *[other] { $count } Bilder. Klicke auf „Bilder laden“, um sie zu verwenden.
    }
collect-text-full = { $count } Bilder, mehr sind nicht möglich. Klicke auf „Bilder laden“, um sie zu verwenden.
collect-failed = Es konnte kein Bild aufgenommen werden ({ $reason }). Starte die Kamera neu.
data-square = Fotos werden quadratisch durch
data-square-crop = Zuschneiden auf die Mitte
data-square-fit = Einpassen mit schwarzen Balken
data-square-picture =
    .aria-label = Das erste Foto
data-train-split = Lernen aus dem Teil
data-test-split = Auswerten mit dem Teil
data-split-auto = am Namen erkannt
data-label-column = Spalte oder Feld mit den Labels (leer: am Namen erkannt)
data-browser-formats = AVIF und HEIC vom Browser dekodieren lassen, wo er es kann (Pixel können je nach Browser abweichen)
data-held-out = Zur Auswertung zurückgehalten (%), sofern es keinen Testordner gibt
data-image-size = Bildgröße (px)
data-count = Bilder zum Vortrainieren
seed = Startwert (Seed)
data-load = Bilder laden
data-hint = Klicke auf „Bilder laden“, um die Änderungen zu übernehmen.
data-progress =
    .aria-label = Laden
status-loading = Bilder werden geladen.
status-loaded = Bilder geladen.
status-loading-stopped = Laden abgebrochen.
status-downloading = Wird heruntergeladen.
status-downloaded = Heruntergeladen.
status-download-stopped = Herunterladen abgebrochen. Was angekommen ist, bleibt.
data-text = { $name }: { $unlabeled ->
        [one] { $unlabeled } Bild
       *[other] { $unlabeled } Bilder
    } zum Vortrainieren, { $train ->
        [one] { $train } Bild mit Label
       *[other] { $train } Bilder mit Label
    }, { $test ->
        [one] { $test } Testbild
       *[other] { $test } Testbilder
    } ({ $heldOut }), { $size } × { $size } Pixel, { $classes ->
        [0] keine Klassen
        [one] { $classes } Klasse
       *[other] { $classes } Klassen
    }.
dataset-scenes = Szenen
dataset-images = Bilder
data-skipped = { $names } übersprungen: { $reason }.
data-skipped-more = { $names } und { $count } weitere übersprungen: { $reason }.
data-names-unseen = Die Namen der Klassen sind verborgen: Das Netz bekommt sie beim Vortraining nie zu sehen.
data-show-names = Namen zeigen
data-preview-title = Klicke auf ein Bild, um seine Ansichten zu sehen
held-out-scenes = nur für die Auswertung gezeichnete Szenen
held-out-folder = die Bilder in { $folder }/
held-out-images = { $percent } % der Bilder, zufällig gezogen
held-out-classes = { $percent } % jeder Klasse, zufällig gezogen

## The drawn scenes

class-house = Haus
class-fir = Tanne
class-tree = Baum
class-sailboat = Segelboot
class-car = Auto
class-mushroom = Pilz
class-flower = Blume
class-lighthouse = Leuchtturm
class-snowman = Schneemann
class-balloon = Ballon

## The eight views

views-title = Die acht Ansichten
views-text = Das Bild, um 0°, 90°, 180° und 270° gedreht; dann das aufrechte Bild, auf dem an einer Stelle eine verkleinerte Kopie jeder dieser Drehungen klebt (der Patch). Das Netz lernt, solche Ansichten zu unterscheiden.
view-rotated = { $degrees }°
view-patch = Patch { $degrees }°

## Training

train-title = Trainieren ohne Labels (Vortraining)
train-method = Methode
train-patch-ratio = Patchgröße (Anteil der Bildseite)
train-backbone = Netz
train-best = In der verfügbaren Zeit möglichst viel lernen
train-minutes = Minuten
train-best-text = { $method }, { $epochs ->
    [one] eine Epoche
   *[other] { $epochs } Epochen
}: etwa { $minutes ->
    [one] eine Minute
   *[other] { $minutes } Minuten
} auf diesem Gerät.
train-epochs = Durchgänge durch alle Bilder (Epochen)
train-batch-size = Stapelgröße (Batch)
train-learning-rate = Lernrate
train-augmentation = Zufällige Änderungen der Bilder (Augmentierung)
train-small-start = Anfangs kleinere Bilder
small-start-none = nein
small-start-half = in der Hälfte der Schritte
small-start-most = in vier Fünfteln der Schritte
train-knn = kNN-Genauigkeit während des Trainings messen (braucht Klassen)
augmentation-own = wie es zum Verfahren passt
augmentation-flip = Spiegeln
augmentation-crop = Zuschneiden und Spiegeln
augmentation-reflect = Zuschneiden mit gespiegeltem Rand, und Spiegeln
augmentation-strong = stark: Teile, Spiegeln und Farben
augmentation-none = keine
task-temperature = Temperatur
task-draws = Kopien jedes Bildes
task-focus = Gewicht schwerer Paare (Focal Loss)
task-cluster-starts = Anfänge von k-means
task-cluster-rounds = Runden von k-means höchstens
task-invariance = Gewicht gleicher Merkmale (Invarianz)
task-variance = Gewicht der Varianz
task-covariance = Gewicht der Kovarianz
task-target-decay = Anteil des Zielnetzes, der je Schritt bleibt
task-patch-weight = Gewicht der gedrehten Ansichten
train-start = Starten
train-copy-link = Link mit diesen Einstellungen kopieren
train-pause = Pause
train-resume = Fortsetzen
train-progress =
    .aria-label = Training
status-training-started = Training gestartet.
status-training-paused = Training angehalten.
status-training-resumed = Training fortgesetzt.
status-training-finished = Training beendet.
status-training-stopped = Training abgebrochen; das bisher trainierte Netz bleibt erhalten.
status-training-restarted = Das Training wurde bei Schritt { $step } neu gestartet.
train-unfinished = Abgebrochen bei Schritt { $step } von { $total }: „{ keep-resume }“ unter „{ keep-title }“ setzt es fort.
train-hardly-begun = Das unterbrochene Training hatte gerade erst begonnen: Klicke auf „Starten“, um von vorn zu beginnen.
train-restarted = { $count ->
        [1] Einmal von selbst neu gestartet, bei Schritt { $step }: { $reason }
       *[other] { $count }-mal von selbst neu gestartet, zuletzt bei Schritt { $step }: { $reason }
    }
train-restarted-memory = Der Speicher war knapp, daher werden Gradienten für { $images } Bilder auf einmal berechnet; Batch Norm verwendet deren Statistik.
train-chart-table =
    .aria-label = Verlust und Genauigkeit nach Schritten
chart-pretext = Genauigkeit bei der Pretext-Aufgabe
chart-loss-by-step = Verlust nach Schritten
chart-pretext-by-step = Genauigkeit bei der Pretext-Aufgabe nach Schritten
train-summary-knn = Die kNN-Genauigkeit ging von { $first } auf { $last }.
chart-knn = kNN-Genauigkeit während des Trainings
chart-knn-by-step = kNN-Genauigkeit nach Schritten
chart-steps = Schritte →
train-summary-loss = { $steps ->
        [one] Nach { $steps } Schritt ging der Verlust von { $first } auf { $last } (Mittel des letzten Zehntels).
       *[other] Nach { $steps } Schritten ging der Verlust von { $first } auf { $last } (Mittel des letzten Zehntels).
    }
train-summary = { $steps ->
        [one] Nach { $steps } Schritt ging der Verlust von { $first } auf { $last }, die Genauigkeit bei der Pretext-Aufgabe auf { $accuracy } (Mittel des letzten Zehntels).
       *[other] Nach { $steps } Schritten ging der Verlust von { $first } auf { $last }, die Genauigkeit bei der Pretext-Aufgabe auf { $accuracy } (Mittel des letzten Zehntels).
    }
train-summary-chance = { $steps ->
        [one] Nach { $steps } Schritt ging der Verlust von { $first } auf { $last }, die Genauigkeit bei der Pretext-Aufgabe auf { $accuracy } (Mittel des letzten Zehntels; Zufallsniveau: { $chance }).
       *[other] Nach { $steps } Schritten ging der Verlust von { $first } auf { $last }, die Genauigkeit bei der Pretext-Aufgabe auf { $accuracy } (Mittel des letzten Zehntels; Zufallsniveau: { $chance }).
    }
train-step = Schritt
train-rank = Die Merkmale unterscheiden sich in etwa { $rank } von { $count } Richtungen (effektiver Rang).
train-collapsed = Das Netz ist kollabiert: Es gibt für jedes Bild fast dieselben Merkmale und lernt deshalb nichts mehr. Halte es an und senke die Lernrate oder ändere die Einstellungen des Verfahrens.

## Methods, by their names in the engine: titles are as written in papers, summaries are plain sentences for pupils

method-choice = { $plain } ({ $title })
method-rotnet-plain = Wie wurde es gedreht?
method-patch-rotnet-plain = Gedrehtes Bild oder gedrehter Sticker?
method-patch-relnet-plain = Sind Bild und Sticker gleich gedreht?
method-deep-infomax-plain = Gehören diese Teile zusammen?
method-deep-cluster-plain = In welche Gruppe gehört es?
method-simclr-plain = Welche zwei sind Kopien eines Bildes?
method-vicreg-plain = Gleiche Merkmale für beide Kopien?
method-relational-reasoning-plain = Ein Bild oder zwei?
method-byol-plain = Was sieht die Kopie von mir?
method-simclr-patch-rotnet-plain = Paare von Kopien, und Drehungen
method-vicreg-patch-rotnet-plain = Gleiche Merkmale für Kopien, und Drehungen
method-supervised-plain = Was ist es? Mit allen Labels
method-rotnet-title = RotNet
method-rotnet-summary = Das Netz sieht ein um 0, 90, 180 oder 270 Grad gedrehtes Bild und sagt voraus, welche Drehung es ist.
method-patch-rotnet-title = Patch RotNet
method-patch-rotnet-summary = Gedreht wird das Bild oder eine kleine Kopie, die darauf klebt; das Netz sagt voraus, was davon und wie weit.
method-patch-relnet-title = Patch RelNet
method-patch-relnet-summary = Das Netz sieht ein gedrehtes Bild neben einem mit gedrehtem Patch und sagt ihre gemeinsame Drehung voraus.
method-deep-infomax-title = Deep InfoMax
method-deep-infomax-summary = Das Netz entscheidet, ob seine Zusammenfassung eines Bildes und die Einzelheiten eines Bildes zusammengehören.
method-deep-cluster-title = Deep Cluster
method-deep-cluster-summary = Ähnliche Bilder werden gruppiert, das Netz lernt, die Gruppe zu nennen, und die Gruppen werden neu berechnet.
method-simclr-title = SimCLR
method-simclr-summary = Von jedem Bild entstehen zwei veränderte Kopien; unter denen vieler Bilder findet das Netz die Paare.
method-vicreg-title = VICReg
method-vicreg-summary = Zwei veränderte Kopien eines Bildes sollen dieselben Merkmale ergeben, und verschiedene Bilder verschiedene.
method-relational-reasoning-title = Relational Reasoning
method-relational-reasoning-summary = Das Netz sieht zwei veränderte Kopien und sagt, ob sie von einem Bild sind oder von zweien.
method-byol-title = BYOL
method-byol-summary = Aus einer veränderten Kopie eines Bildes sagt das Netz voraus, was eine langsamere Kopie seiner selbst in einer anderen sieht.
method-simclr-patch-rotnet-title = SimCLR + Patch RotNet
method-simclr-patch-rotnet-summary = Das Netz lernt beides zugleich: Paare veränderter Kopien zu finden und zu erkennen, wie Bilder und Ausschnitte gedreht sind.
method-vicreg-patch-rotnet-title = VICReg + Patch RotNet
method-vicreg-patch-rotnet-summary = Das Netz lernt beides zugleich: dieselben Merkmale für veränderte Kopien, und wie Bilder und Ausschnitte gedreht sind.
method-supervised-title = Überwacht
method-supervised-summary = Das Netz wird mit der richtigen Klasse jedes Bildes trainiert: der Vergleichswert für das Lernen ohne Labels.
method-random-title = Zufällige Gewichte

## Networks

backbone-resnet8-title = ResNet-8
backbone-resnet32-title = ResNet-32
backbone-resnet56-title = ResNet-56

## Evaluations

protocol-linear-title = Lineare Auswertung
protocol-linear-summary = Der zweischichtige Klassifikator aus der Veröffentlichung oder eine einzelne Schicht wird auf den Merkmalen trainiert; das Netz bleibt, wie es ist.
protocol-finetune-title = Fine-Tuning
protocol-finetune-summary = Das Netz und ein Klassifikator werden gemeinsam mit Labels trainiert.
protocol-knn-title = Nächste Nachbarn
protocol-knn-summary = Jedes Testbild bekommt die Klasse der ähnlichsten Bilder mit Label.
protocol-retrieval-title = Retrieval
protocol-retrieval-summary = Zu jedem Testbild werden die ähnlichsten anderen gesucht: Sind sie von derselben Klasse?
protocol-pretext-title = Pretext-Aufgabe
protocol-pretext-summary = Die Aufgabe des Vortrainings selbst, auf Bildern, die darin nicht vorkamen.
evaluate-title = Auswerten, was es gelernt hat
evaluate-protocol = Auswertungsmethode
evaluate-classifier = Klassifikator (lineare Auswertung, Fine-Tuning)
evaluate-two-layer = zwei Schichten, wie in der Veröffentlichung
evaluate-single-layer = eine einzelne Schicht
evaluate-logistic = logistische Regression
evaluate-classless = Diese Bilder haben keine Klassen; ohne sie geht nur die Pretext-Aufgabe. „{ sort-title }“ macht aus ein paar eigenen Labels einen Klassifikator.
evaluate-start = Auswerten
evaluate-progress =
    .aria-label = Auswertung
status-evaluating = Auswertung läuft.
status-evaluated = Auswertung beendet.
status-evaluation-stopped = Auswertung abgebrochen.
result-two-layer = Der Klassifikator hat zwei Schichten, wie in der Veröffentlichung.
result-single-layer = Der Klassifikator hat eine einzelne Schicht; der in der Veröffentlichung hat zwei.
result-logistic = Der Klassifikator ist eine logistische Regression; der in der Veröffentlichung hat zwei Schichten.
result-counts = { $correct } von { $total } richtig; zufällige Gewichte { $random }; Raten etwa { $guessed }.
result-counts-alone = { $correct } von { $total } richtig; Raten etwa { $guessed }.
result-accuracy = Genauigkeit: { $accuracy } ({ $correct } von { $total }; Konfidenzintervall zu { $level }: { $low } bis { $high }).
result-retrieval = Bei { $accuracy } der Testbilder ist das ähnlichste Bild von derselben Klasse ({ $correct } von { $total }; Konfidenzintervall zu { $level }: { $low } bis { $high }).
result-above = Das sind { $points } Prozentpunkte mehr als mit zufälligen Gewichten.
result-below = Das sind { $points } Prozentpunkte weniger als mit zufälligen Gewichten.
retrieval-caption = Recall: Ein Bild derselben Klasse ist unter den ersten 1, 5 oder 10. mAP: mittlere Average Precision.
retrieval-weights = Gewichte
retrieval-results = Ergebnisse des Retrievals
confusion = Konfusionsmatrix
confusion-corner = tatsächlich \ vorhergesagt
confusion-accuracy = Genauigkeit
confusion-by-class = Nach Klassen

## Attention

attend-title = Aufmerksamkeit (Grad-CAM)
attend-text = Helle Bereiche haben die Antwort am stärksten beeinflusst. Hat ein Verfahren keine Klassen, machen sie eine Ansicht dem aufrechten Bild ähnlich. Um Klassenlabels zu erklären, führe zuerst eine Auswertung durch.
attend-target = Erklären
attend-pretext = Pretext-Aufgabe
attend-label = Klassenlabel
attend-start = Aufmerksamkeit zeigen
status-attending = Aufmerksamkeitskarten werden gezeichnet.
status-attended = Aufmerksamkeitskarten gezeichnet.
attend-image = Bild { $number }.
attend-image-class = Bild { $number }, { $class }.
attend-untrained = Untrainiert
attend-trained = Trainiert
attend-correct = { $view }: ✓ richtig
attend-wrong = { $view }: ✗ vorhergesagt: { $name }
attend-predicted = { $view }: vorhergesagt: { $name }
attend-similarity = { $view }: zu { $similarity } wie das aufrechte Bild
answer-turned = { $degrees }° gedreht
answer-patch = Patch { $degrees }°
answer-cluster = Cluster { $number }
answer-class = Klasse { $number }
answer-own-map = eigene Karte
answer-another-map = Karte eines anderen Bildes

## Similar images

similar-title = Ähnliche Bilder (Retrieval)
similar-text = Testbilder werden anhand der Kosinus-Ähnlichkeit ihrer Merkmale verglichen. Dazu braucht es mehr als zehn Testbilder mit Klassen.
similar-start = Ähnliche Bilder suchen
similar-progress =
    .aria-label = Testbilder vergleichen
status-timing = Es wird gemessen, wie schnell dieses Gerät trainiert.
status-timed = Gemessen.
status-ranking = Testbilder werden verglichen.
status-ranked = Ähnliche Bilder gefunden: Wähle eines.
status-search-stopped = Suche abgebrochen.
similar-queries = Klicke auf ein Bild, um die ähnlichsten zu sehen
similar-caption = { $place }. { $name } { $similarity }
similar-caption-same = { $place }. { $name } ✓ { $similarity }
similar-caption-other = { $place }. { $name } ✗ { $similarity }
similar-summary = Von den { $total } Bildern, die diesem ({ $name }) am ähnlichsten sind, gehören { $same } zu seiner Klasse ({ $share }). ✓: dieselbe Klasse, ✗: eine andere Klasse; die Zahl ist die Kosinus-Ähnlichkeit.
similar-why = Warum sind sie ähnlich?
similar-why-text = Helle Bereiche machen die beiden Bilder eines Paars für das Netz ähnlich.
similar-pair = Paar { $place }

## Sorting with a few labels

sort-title = Bilder mit wenigen Labels sortieren
sort-text = Gib bei ein paar Bildern an, zu welcher Klasse sie gehören: Ein Klassifikator auf den Merkmalen des Netzes lernt daraus in einer Sekunde und sortiert den Rest. Vorgeschlagen werden abwechselnd Bilder zwischen zwei Klassen, bei denen er unsicher ist, und Bilder, die keinem mit Label ähneln: Aus beiden lernt er am meisten.
sort-suggest = Bilder zum Labeln vorschlagen
sort-show = Zeigen
sort-view-next = Als Nächstes zu labeln
sort-view-all = Alle Bilder
sort-view-labeled = Von dir gelabelt ({ $count })
sort-view-class = Einsortiert als { $class } ({ $count })
sort-progress =
    .aria-label = Lernen aus Labels
status-learning = Aus Labels wird gelernt.
status-learning-stopped = Lernen abgebrochen.
status-learnt = Gelernt: bei { $correct } von { $total } zurückgehaltenen Labels richtig.
status-suggested = Bilder vorgeschlagen.
sort-new-class = Neue Klasse
sort-add-class = Klasse hinzufügen
sort-select-first = Wähle zuerst Bilder aus.
sort-classes =
    .aria-label = Klassen
sort-keys = Klicke auf Bilder, um sie auszuwählen (mit Umschalt einen Bereich); klicke dann auf eine Klasse, drücke ihre Nummer oder zieh die Bilder darauf.
sort-tiles =
    .aria-label = Bilder zum Labeln
sort-none = Es gibt keine.
sort-back = Zurück
sort-forward = Weiter
sort-page = { $first } bis { $last } von { $total }
sort-needs-network = Braucht ein trainiertes Netz: siehe „{ train-title }“.
sort-kept = { $count ->
        [one] { $count } Label ist gespeichert: Klicke auf „Bilder zum Labeln vorschlagen“, um mit diesem Netz daraus zu lernen.
       *[other] { $count } Labels sind gespeichert: Klicke auf „Bilder zum Labeln vorschlagen“, um mit diesem Netz daraus zu lernen.
    }
sort-begin = Klicke auf „Bilder zum Labeln vorschlagen“, um zu beginnen, oder lass dir alle Bilder zeigen.
sort-name-classes = Benenne mindestens zwei Klassen, wähle Bilder aus und gib an, zu welcher Klasse sie gehören.
sort-give-images = Gib mindestens zwei Klassen je ein Bild.
sort-go-on = Mach weiter: Mit mehr Labels wird es besser, vor allem mit denen vorgeschlagener Bilder.
sort-class = { $class } ({ $count })
sort-class-key = { $key } { $class } ({ $count })
sort-no-class = 0 keine Klasse
sort-remove-class = ×
    .aria-label = Die Klasse { $class } entfernen
tile-labeled = ✓ { $class }
tile-predicted = { $class }? { $share }
tile-typical = nahe am Mittel aller
tile-unlike = den anderen am wenigsten ähnlich
tile-unlike-similarity = den anderen am wenigsten ähnlich (Ähnlichkeit { $similarity })
tile-between = { $classes }?
tile-class = { $class } { $share }
tile-unsure = unsicher?
sort-report-title = { $count ->
        [one] Wie { $count } Bild sortiert ist
       *[other] Wie die { $count } Bilder sortiert sind
    }
sort-not-among = Nicht darunter: { $count } zur Auswertung zurückgehaltene (siehe „{ data-title }“).
sort-second-image = Gib einer Klasse ein zweites Bild, um zu sehen, wie oft der Klassifikator richtigliegt.
sort-accuracy = Richtig bei { $correct } von { $total } zurückgehaltenen Labels: { $accuracy } (Konfidenzintervall zu { $level }: { $low } bis { $high }). Jedes wurde von einem Klassifikator vorhergesagt, der mit den anderen trainiert wurde.
sort-mistakes = Zurückgehaltene Labels, bei denen er falschlag: Stimmen sie?
sort-mistake = { $class }, eingeordnet als { $predicted }: { $count }

## Trying it, and the camera

try-title = Ausprobieren: ein Foto oder die Kamera
try-text = Das Netz nennt die Klasse eines neuen Bildes und zeigt, welche Bereiche seine Antwort beeinflusst haben. Dafür sorgt der Klassifikator der letzten linearen Auswertung oder des letzten Fine-Tunings („{ evaluate-title }“) oder der, der aus deinen Labels gelernt hat („{ sort-title }“). Bilder verlassen diesen Tab nicht, außer du lässt einen anderen Rechner rechnen.
try-drop = Zieh ein Foto hierher, füge eines ein (Strg{ "\u202F" }+{ "\u202F" }V oder ⌘{ "\u202F" }V) oder wähle es aus:
try-photo = Foto
camera-start = Kamera starten
camera-stop = Kamera stoppen
camera-keep = Dieses Bild behalten
camera-video =
    .aria-label = Livebild der Kamera
camera-caption = Die Kamera; sie stoppt, wenn du wegscrollst oder die Seite verlässt
camera-rate = { $rate } Bilder pro Sekunde
try-progress =
    .aria-label = Das Bild wird angesehen
status-trying = Das Bild wird angesehen.
status-picture-shows = Das Bild zeigt: { $class }.
status-similar-found = Ähnliche Bilder gefunden.
status-camera-opening = Die Kamera wird geöffnet.
status-camera-started = Kamera gestartet.
status-camera-stopped = Kamera gestoppt.
status-camera-scrolled = Kamera gestoppt: Sie wurde aus dem Blickfeld gescrollt.
status-camera-left = Kamera gestoppt: Die Seite wurde verlassen.
status-camera-network = Kamera gestoppt: Das Netz ändert sich.
status-camera-shows = Die Kamera zeigt: { $class }.
camera-refused = Diese Seite darf die Kamera nicht verwenden. Erlaube es in den Einstellungen des Browsers für diese Seite und klicke dann auf „Kamera starten“.
camera-missing = Es wurde keine Kamera gefunden. Schließ eine an und klicke dann auf „Kamera starten“.
camera-in-use = Die Kamera lässt sich nicht auslesen. Schließ andere Programme, die sie vielleicht verwenden, und klicke dann auf „Kamera starten“.
camera-no-access = Browser öffnen die Kamera nur für Seiten mit einer https-Adresse oder auf diesem Rechner (localhost).
camera-disconnected = Die Kamera wurde getrennt oder von einem anderen Programm übernommen. Schließ sie wieder an und klicke dann auf „Kamera starten“.
try-pasted = Eingefügtes Bild
try-from-camera = Bild von der Kamera
try-needs-model = Trainiere zuerst ein Netz oder lade ein Modell.
try-needs-classifier = Führe zuerst unter „{ evaluate-title }“ eine lineare Auswertung oder ein Fine-Tuning durch oder versieh unter „{ sort-title }“ Bilder mit Labels.
try-wait = Warte, bis die laufende Arbeit fertig ist, oder brich sie ab.
try-needs-network = Braucht ein trainiertes Netz: siehe „{ train-title }“.
try-classes = Der Klassifikator kennt diese Klassen: { $classes }.
try-no-classifier = Es gibt noch keinen Klassifikator. Um einen zu trainieren, führe unter „{ evaluate-title }“ eine lineare Auswertung oder ein Fine-Tuning durch oder versieh unter „{ sort-title }“ Bilder mit Labels.
try-similar-only = Bis dahin werden zu einem Foto nur die ähnlichsten Testbilder gezeigt.
try-picture = Das Bild
try-attention = Wie das Netz es sieht, mit Aufmerksamkeit (Grad-CAM): Helle Bereiche haben die Antwort am stärksten beeinflusst
try-answer = { $class }, { $share }
try-similar = Die ähnlichsten Testbilder; die Zahl ist die Kosinus-Ähnlichkeit ihrer Merkmale.

## The feature map

map-title = Merkmalskarte in 2D (t{ "\u2011" }SNE)
map-text = Testbilder mit ähnlichen Merkmalen liegen nah beieinander. Nach einer linearen Auswertung oder einem Fine-Tuning werden die Merkmale des Netzes des Klassifikators gezeigt.
map-start = Zeichnen
map-progress =
    .aria-label = Merkmalskarte zeichnen
status-mapping = Die Merkmalskarte wird gezeichnet.
status-mapped = Merkmalskarte gezeichnet.
status-mapping-stopped = Zeichnen abgebrochen; die bisher gezeichnete Karte bleibt erhalten.
map-summary = { $count } Testbilder, die mit ähnlichen Merkmalen nah beieinander. Zeig auf eine Markierung oder nimm die Pfeiltasten, um ihr Bild zu sehen.
map-summary-classes = { $count } Testbilder, die mit ähnlichen Merkmalen nah beieinander. Von den jeweils fünf nächsten gehören { $share } zur selben Klasse. Zeig auf eine Markierung oder nimm die Pfeiltasten, um ihr Bild zu sehen.
map-table =
    .aria-label = Positionen der Testbilder
map-image = Testbild
map-class = Klasse
map-across = Waagerecht
map-down = Senkrecht

## Comparing methods

compare-title = Methoden vergleichen
compare-text = Trainiert jede Methode mit den Einstellungen unter „{ train-title }“ und wertet sie aus; jede Methode hat ihre eigene Lernrate. Dein eigenes Netz bleibt erhalten.
compare-rows = Zeilen
compare-random = Zufällige Gewichte
compare-seeds = Startwerte (Seeds)
compare-finetune = Mit Fine-Tuning (langsamer)
compare-few-labels = Auch mit fünf Labels je Klasse
compare-start = Vergleichen
compare-progress =
    .aria-label = Vergleich
compare-table =
    .aria-label = Vergleich der Methoden
compare-method = Methode
compare-row = { $method } { $ratio }
compare-error = { $method }: { $error }
status-comparing = Methoden werden verglichen.
status-compared = Vergleich beendet.
status-comparison-stopped = Vergleich abgebrochen; die bisherigen Ergebnisse bleiben erhalten.
comparing-starting = { $row }, Startwert { $seed }: wird gestartet
comparing-training = { $row }, Startwert { $seed }: wird trainiert
comparing-evaluating = { $row }, Startwert { $seed }: wird ausgewertet
comparing-table = Tabelle wird geschrieben
column-loss = Verlust
column-pretext-train = Pretext, Training
column-pretext = Pretext, ungesehene Bilder
column-labels = { $column }, { $count ->
    [one] ein Label je Klasse
   *[other] { $count } Labels je Klasse
}
column-linear = linear
column-finetune = Fine-Tuning
column-knn = kNN
column-recall-1 = Recall@1
column-recall-5 = Recall@5
column-recall-10 = Recall@10
column-map = mAP
column-seconds = Vortraining, s
export-markdown = Markdown
export-csv = CSV
export-json = JSON

## Runs side by side

runs-title = Läufe im Vergleich
runs-none = Jedes Training wird hier mit seinen Einstellungen und Ergebnissen aufgeführt und bleibt beim nächsten erhalten.
runs-table =
    .aria-label = Läufe
runs-text = Verlust und Genauigkeit bei der Pretext-Aufgabe sind Mittelwerte des letzten Zehntels der Schritte. „Verwenden“ kehrt zum Netz eines Laufs zurück.
runs-run = Lauf
runs-network = Netz
runs-method = Methode
runs-settings = Einstellungen
runs-images = Bilder
runs-steps = Schritte
runs-pretext = Pretext-Aufgabe
runs-few-labels = Wenige Labels
runs-current = aktuell
run-use = Verwenden
    .aria-label = Verwenden: Lauf { $number }
run-remove = Entfernen
    .aria-label = Entfernen: Lauf { $number }
run-undo = Rückgängig
    .aria-label = Rückgängig: Lauf { $number }
run-step = { $step } von { $total }
run-few-labels = { $share } von { $total }
run-accuracy-random = { $accuracy } (zufällige Gewichte { $random })
run-epochs = { $count ->
        [one] { $count } Epoche
       *[other] { $count } Epochen
    }
run-batch-size = Stapelgröße { $size }
run-learning-rate = Lernrate { NUMBER($rate, maximumSignificantDigits: 6) }
run-patch-size = Patchgröße { $ratio }
run-seed = Startwert { $seed }
runs-loss-by-step = Verlust der Läufe nach Schritten
runs-pretext-by-step = Genauigkeit der Läufe bei der Pretext-Aufgabe nach Schritten
status-run-used = Zurück bei einem früheren Lauf.

## Saving and loading

keep-title = Speichern und laden
keep-save = Modell speichern
keep-load = Modell laden
keep-resume = Fortsetzen
keep-save-html = Klassifikator als Webseite speichern
keep-save-onnx = Als ONNX speichern
keep-text = Modelle sind safetensors-Dateien mit Tensoren, die wie PyTorch-Module benannt sind; ONNX-Dateien sind für andere Programme, und die Webseite klassifiziert Fotos und was eine Kamera sieht, auch ohne Internet. „Fortsetzen“ stellt den letzten Checkpoint eines unterbrochenen Laufs wieder her und trainiert ihn zu Ende.
status-model-loaded = Modell geladen.
network-loaded = { $steps ->
        [one] Geladen: { $method }, { $backbone }, { $steps } Schritt auf { $data } mit { $size } px.
       *[other] Geladen: { $method }, { $backbone }, { $steps } Schritte auf { $data } mit { $size } px.
    }

## Projects: the work that is kept in the browser

project-load = Projektdatei öffnen
projects-kept = In diesem Browser gespeichert ({ $used } von { $quota } belegt):
projects-none = Sobald ein Training startet, wird es in diesem Browser gespeichert: Bilder, Einstellungen, Netz und Ergebnisse.
project-name = { $data }, { DATETIME($date, dateStyle: "short", timeStyle: "short") }
project-state-open = { $name } (geöffnet)
project-state-deleted = { $name } (gelöscht)
project-state-problem = { $name } ({ $problem })
project-undo = Rückgängig
    .aria-label = Rückgängig: { $name }
project-open = Öffnen
    .aria-label = Öffnen: { $name }
project-rename = Umbenennen
    .aria-label = Umbenennen: { $name }
project-save = Als Datei speichern
    .aria-label = Als Datei speichern: { $name }
project-delete = Löschen
    .aria-label = Löschen: { $name }
project-new-name = Der Name des Projekts:
project-progress = { $done } von { $total } Bildern
project-not-kept = Nicht gespeichert: { $problem }
project-not-opened = Nicht geöffnet: { $problem }
project-damaged = Das Projekt ist beschädigt oder stammt von einem anderen Programm: Sein Eintrag „{ $entry }“ ist nicht so, wie er sein sollte. Nimm ein anderes Projekt.
project-no-images = Das Projekt hat keine Bilder. Nimm ein anderes.
status-project-opening = Das Projekt wird geöffnet.
status-project-not-opened = Das Projekt wurde nicht geöffnet.
status-project-opened = Deine Arbeit ist wieder da.

## What can go wrong, by the engine's codes. In English the page shows what the engine says itself, which is more exact;
## in other languages these sentences stand before that: what happened in general, and what to do.

error-invalid-config = Eine Einstellung hat einen Wert, der nicht verwendet werden kann. Ändere ihn und versuch es noch einmal.
error-invalid-data = Eine Datei kann nicht verwendet werden. Wähle eine andere.
error-label-out-of-range = Eine Datei enthält Labels, die es in ihrem Datensatz nicht gibt. Sie ist beschädigt oder gehört zu einem anderen Datensatz.
error-no-images = Es wurden keine Bilder gefunden. Wähle Bilddateien oder einen Ordner damit.
error-too-few-images = Es gibt weniger Bilder, als ein Stapel braucht. Füge Bilder hinzu oder stell eine kleinere Stapelgröße ein.
error-no-labels = Dazu braucht es Bilder mit Klassen. Lade Bilder mit einem Ordner je Klasse.
error-non-finite-loss = Das Training ist instabil geworden. Verringere die Lernrate und starte neu.
error-invalid-model = Diese Datei ist kein Modell, das hier verwendet werden kann. Wähle eine Datei, die mit „Modell speichern“ geschrieben wurde.
error-other-data = Das Netz gehört zu anderen Bildern. Lade diese oder starte ein neues Training.
error-storage-failed = Etwas konnte nicht in diesem Browser gespeichert oder daraus gelesen werden. Prüfe den freien Platz; private Fenster bewahren nichts auf.
error-device-unavailable = Dieses Gerät kann hier nicht verwendet werden. Lass die Seite das Gerät wählen oder nimm einen neueren Browser.
error-device-failed = Das Gerät ist ausgefallen. Lade die Bilder neu; „Fortsetzen“ stellt den letzten Checkpoint eines Trainings wieder her.
error-server-unreachable = Der Server ist nicht erreichbar. Prüfe die Adresse und ob „patchwise serve --relay“ dort läuft.
error-server-refused = Der Server hat das Token abgelehnt. Gib den Text seiner Token-Datei ein.
error-server-incompatible = Auf dem Server läuft eine andere Version von patchwise. Installiere auf beiden Rechnern dieselbe Version.
error-out-of-order = Vorher muss etwas anderes getan werden.
error-busy = Eine andere Arbeit läuft. Warte, bis sie fertig ist, oder brich sie ab.
error-closed = Das Gerät wurde geschlossen. Lade die Bilder neu.
error-download-failed = Eine Datei konnte nicht heruntergeladen werden. Prüfe ihre Adresse; vielleicht lässt der Server sie andere Seiten nicht lesen. Oder lade sie selbst herunter und wähle sie unter „Meine Dateien“.
error-internal-error = Im Programm steckt ein Fehler. Lade die Bilder neu und melde den Fehler, wenn er wieder auftritt.
error-out-of-memory = Der Speicher reicht nicht. Nimm weniger oder kleinere Bilder oder eine kleinere Stapelgröße und schließ andere Tabs.
error-unknown = Etwas ist schiefgegangen. Versuch es noch einmal und melde den Fehler, wenn er wieder auftritt.
field-clusters = Anzahl der Cluster
field-rows = Anzahl der Zeilen
call-load = „Bilder laden“
call-pretrain = „Starten“
call-save = „Modell speichern“
call-compare = „Vergleichen“
call-linear = „Auswerten“ mit linearer Auswertung oder Fine-Tuning
call-retrieval = „Ähnliche Bilder suchen“

## Why a device was chosen: as the engine says it in English

reason-cpu-requested = die CPU wurde verlangt
reason-webgpu-requested = WebGPU wurde verlangt und liefert die Ergebnisse der CPU
reason-webgpu-available = WebGPU ist verfügbar und liefert die Ergebnisse der CPU
reason-no-webgpu = dieser Browser oder diese Seite hat kein WebGPU
reason-no-adapter = der Browser bietet keinen WebGPU-Adapter an
reason-software = der einzige WebGPU-Adapter ist Software und langsamer als die CPU
reason-cpu-faster = sie ist hier schneller als WebGPU, das { $webgpu } ms pro Schritt braucht; die CPU braucht { $cpu } ms
reason-webgpu-faster = es liefert die Ergebnisse der CPU und ist schneller: { $webgpu } ms pro Schritt gegenüber { $cpu } ms auf der CPU
reason-one-thread = auf einem Thread, da die Seite nicht cross-origin-isoliert ist
reason-server = ein Server wurde verlangt und liefert die Ergebnisse der CPU
reason-server-lost = die Verbindung zum Server ging verloren
