# The page's words in French.

direction = ltr

## The frame of the page

doors =
    .aria-label = Parties de la page
door-lesson = Leçon
door-lab = Labo
door-teachers = Enseignants
language = Langue
lab-intro = Le labo : préentraînez un petit réseau sur des images sans étiquettes, avec vos propres réglages, puis évaluez, explorez et comparez ce qu’il a appris. Rien n’est installé, et aucune donnée ne quitte cet onglet, sauf si vous laissez calculer une autre machine.

title = patchwise : apprendre à voir sans étiquettes
description =
    .content = Un petit réseau de vision apprend à voir sans étiquettes, dans cet onglet.
continue-box =
    .aria-label = Votre dernier travail
continue-text = Dernier travail ici ({ DATETIME($date, dateStyle: "medium", timeStyle: "short") }) : { $name }.
continue = Reprendre
start-anew = Recommencer à zéro

## The device, errors, and words that several sections use

device-opening = Recherche d’une unité de calcul…
device-none = Aucune unité de calcul.
device-runs = { $device ->
        [webgpu] Calcul sur WebGPU : { $reason }.
        [remote] Calcul sur une autre machine : { $reason }.
       *[cpu] { $threads ->
            [1] Calcul sur le processeur (CPU) : { $reason }.
           *[other] Calcul sur le processeur (CPU, { $threads } threads) : { $reason }.
        }
    }
status-opening = Recherche d’une unité de calcul.
status-ready = { $device ->
        [webgpu] Prêt sur WebGPU.
        [remote] Prêt sur une autre machine.
       *[cpu] { $threads ->
            [1] Prêt sur le processeur (CPU).
           *[other] Prêt sur le processeur (CPU, { $threads } threads).
        }
    }
status-failed = Interrompu par une erreur.
error-close = Fermer
error-other-device = Laisser la page choisir l’unité de calcul
error-detail = Détails en anglais
device-unknown = L’adresse demande l’unité de calcul « { $device } », mais seuls ?device=cpu et ?device=webgpu sont connus. La page a choisi elle-même.
server-missing = L’adresse demande une autre machine, mais cet onglet ne connaît aucun serveur. Indiquez-le dans le labo, sous « Calculer sur une autre machine ». La page a choisi une unité de calcul elle-même.
elsewhere = Calculer sur une autre machine
elsewhere-why = Si « patchwise serve --relay » tourne sur une machine plus puissante, cette page peut y calculer. Toutes les images que vous chargez ou essayez lui sont envoyées chiffrées.
elsewhere-server = Adresse du serveur, telle qu’il l’a affichée
elsewhere-hint = L’adresse commence par http:// ou https:// et se termine par # et 64 lettres et chiffres.
elsewhere-not-kept = Ce navigateur refuse de garder l’adresse pour cet onglet. Autorisez la page à enregistrer des données.
elsewhere-token = Texte de son fichier de jeton
elsewhere-connect = Se connecter
elsewhere-here = Calculer de nouveau sur cet appareil
quoted = « { $name } »
stop = Arrêter
as-a-table = En tableau
loss = Perte
accuracy = Exactitude
trained = poids entraînés
random-weights = poids aléatoires
chance-level = niveau du hasard
image-number = image { $number }
no-class = sans classe
none = –
bar-label = { $name } : { $share }

## Words that many parts use

right = juste
wrong = faux
back = Retour
next = Suivant
undo = Annuler
pause = Pause
resume = Reprendre
paused = En pause
number = { NUMBER($value, maximumFractionDigits: 2) }
part = { $part }

## The lesson: its frame

lesson-steps = Étapes de la leçon
lesson-step-you = Toi d’abord
lesson-step-untrained = Il ne sait rien
lesson-step-learning = Il apprend
lesson-step-again = Toi contre lui
lesson-step-learnt = Qu’a-t-il appris ?
lesson-step-fool = Piège-le
lesson-step-report = Ton bilan
to-the-lab = Continuer au labo
lesson-opening = Démarrage…
lesson-first-learning = Fais-le d’abord apprendre : étape 3.
lesson-first-learnt = Donne-lui d’abord quelques noms : étape 5.
lesson-next = Suite : { $step }
read-aloud = Lire à voix haute

lesson-title-you = Toi d’abord : dans quel sens l’image a-t-elle été tournée ?
lesson-lead-you = Certaines de ces images ont été tournées. Dis pour chacune dans quelle direction pointe maintenant le haut : clique, ou appuie sur une flèche du clavier. Pas besoin de noms, tes yeux suffisent.
lesson-title-untrained = Le réseau ne sait rien
lesson-lead-untrained = Un réseau de neurones est un programme qui contient beaucoup de nombres, appelés poids. Au début, ils sont aléatoires. Pose-lui tes questions et regarde ce qu’il répond. Les zones claires sont celles qui ont le plus influencé sa réponse.
lesson-title-learning = Il apprend
lesson-lead-learning = L’ordinateur tourne lui-même les images et les autocollants, il connaît donc les bonnes réponses : personne n’a besoin de lui dire ce qu’il y a sur une image. Après chaque essai, le réseau change un peu ses poids. En dessous, il y a quatre de tes images : de temps en temps on l’interroge sur elles, mais il n’apprend jamais avec elles.
lesson-title-again = Toi contre lui
lesson-lead-again = Le réseau entraîné reçoit maintenant les mêmes questions que toi. Il n’a jamais vu ces images pendant qu’il apprenait.
lesson-title-learnt = Qu’a-t-il appris ?
lesson-lead-learnt = Pour savoir où est le haut, il faut reconnaître ce qu’il y a sur l’image. Est-ce que cela aide le réseau à trier des images ? On lui donne maintenant les noms de quelques images, de cinq sortes.
lesson-title-fool = Piège-le
lesson-lead-fool = Maintenant, la question n’est plus de savoir comment une image a été tournée, mais ce qu’elle montre. Modifies-en une de sorte que tu saches encore ce que c’est, mais pas le réseau.
lesson-title-report = Ton bilan
lesson-lead-report = Ce que tu as fait et ce que le réseau a appris, sur une page.

lesson-status-asking = On interroge le réseau.
lesson-status-answered = Le réseau a répondu.
lesson-status-measuring = On mesure la vitesse de cet ordinateur.
lesson-status-measured = Le réseau commence à apprendre.
lesson-status-sorting = Le réseau trie.
lesson-status-sorted = Le réseau a trié les images.
lesson-status-searching = Recherche d’images semblables.
lesson-status-found = Images semblables trouvées.
lesson-stopped = Cela a été interrompu. Relance-le.

## The lesson: how something was turned

turn-0 = vers le haut
turn-1 = vers la gauche
turn-2 = vers le bas
turn-3 = vers la droite
lesson-guess-picture = image { $turn }
lesson-guess-sticker = autocollant { $turn }
lesson-truth = bonne réponse : { $answer }

## The lesson: the quiz

quiz-answers = Où pointe le haut ?
quiz-question-picture = Question { $number } sur { $total } : où pointe le haut de l’image ?
quiz-question-sticker = Question { $number } sur { $total } : où pointe le haut de l’autocollant encadré ?
quiz-stickers-begin = Du nouveau : un autocollant est maintenant posé sur l’image, c’est une petite copie d’elle dans un cadre. Seul l’autocollant peut être tourné.
quiz-right = Bonne réponse !
quiz-last = Question { $number } :
quiz-wrong-picture = Non : le haut de cette image pointait { $turn } ({ $arrow }).
quiz-wrong-sticker = Non : le haut de cet autocollant pointait { $turn } ({ $arrow }).
quiz-your-score = Ton score
quiz-pictures = bonnes réponses sur les images
quiz-stickers = bonnes réponses sur les autocollants
score-of = { $right } sur { $total }
score-about = environ { $number }
score-network = le réseau, non entraîné
score-guessing = en répondant au hasard
score-you = Toi
score-you-again = Toi, la deuxième fois
score-network-before = Le réseau, non entraîné
score-network-after = Le réseau, entraîné
score-who = Qui
score-right = Bonnes réponses

## The lesson: untrained and trained

untrained-ask = Interroge le réseau
untrained-why = Il dit presque la même chose de chaque image : il n’a pas encore appris à voir. Sa tâche est plus difficile que la tienne : personne ne lui dit si c’est l’image ou l’autocollant qui a été tourné, et il ne voit pas de cadre. Il a donc le choix entre huit réponses, et au hasard on tombe juste une fois sur huit.
learning-start = Fais-le apprendre
learning-start-time = Fais-le apprendre (environ deux minutes)
learning-anew = Fais-le apprendre à nouveau
learning-done = Terminé : il a appris.
learning-stop = S’arrêter là
learning-progress = Apprentissage
learning-measuring = On mesure la vitesse de cet ordinateur…
learning-words = { $step ->
    [one] Après { $step } étape
   *[other] Après { $step } étapes
} d’apprentissage, au tour { $epoch } sur { $images } images, ses dernières réponses sont justes à { $accuracy }. Niveau du hasard : { $chance }.
learning-loss = Perte : à quel point il se trompe
learning-accuracy = Exactitude : la part de bonnes réponses
learning-chance = niveau du hasard
again-ask = Interroge le réseau entraîné
again-repeat = Refais le quiz toi-même
again-results = Retour aux résultats
again-caption = Bonnes réponses aux mêmes { $total } questions
again-better = { $right } sur { $total } : il a appris à voir où est le haut, même sur des images nouvelles pour lui.
again-little = { $right } sur { $total }, c’est à peine mieux que le hasard. Il a trop peu appris cette fois : laisse-le apprendre plus longtemps, ou avec plus d’images.
again-why = Pendant qu’il apprenait, il avait plus souvent raison : c’étaient des images qu’il revoyait sans cesse. Quinze questions, c’est peu : deux ou trois bonnes réponses de plus ou de moins peuvent être dues à la chance.

## The lesson: what it learnt

learnt-test = Donne-lui les noms de { $count } images de chaque sorte
learnt-busy = Un instant…
learnt-trained = bien triées par le réseau entraîné
learnt-random = par un réseau qui n’a rien appris
learnt-helped = Il trie mieux qu’un réseau qui n’a rien appris, même si beaucoup d’images sont encore mal rangées. Pendant qu’il tournait des images, on ne lui a donné aucun nom : les cinq de chaque sorte sont tout ce qu’il en sait.
learnt-not-helped = Cette fois, il ne trie pas mieux qu’un réseau qui n’a rien appris : la différence peut être due à la chance. Il a trop peu appris ; avec plus de temps ou plus d’images, cela change.
learnt-why = On a donné les mêmes noms aux deux réseaux : { $count } pour chacune des { $classes } sortes. La seule différence, c’est que l’un d’eux avait appris avant, en tournant des images. Apprendre à partir de questions que l’ordinateur pose lui-même s’appelle l’apprentissage auto-supervisé.
learnt-wrong = { $count ->
    [one] { $count } image est mal rangée. Clique dessus pour voir quelles autres le réseau trouve semblables
   *[other] { $count } images sont mal rangées, dont celles-ci. Clique sur l’une d’elles pour voir quelles autres le réseau trouve semblables
}
learnt-taken = { $other } au lieu de { $class }
learnt-similar = Images qu’il trouve semblables
learnt-similar-why = La première est celle sur laquelle tu as cliqué. Les pourcentages disent à quel point le réseau trouve les images semblables ; 100 %, ce serait la même image. Il cherche parmi les images de toutes les sortes, et se fie souvent aux couleurs et aux formes plutôt qu’à ce qu’est la chose.
learnt-similarity = { $class }, { $part }
moments-title = Une carte de ce qu’il voit
moments-why = Chaque marque est une image qui n’a jamais servi à son apprentissage. Plus deux marques sont proches, plus le réseau trouve les images semblables. Déplace le curseur du début de l’entraînement jusqu’à la fin.
moments-slider = Moment de l’entraînement
moments-step = étape { $step }
moments-words = À l’étape { $step } : parmi les cinq plus proches voisines de chacune des { $images } images, { $part } sont de la même sorte.

## The lesson: fool it

fool-choose = Choisis une image marquée ✓ : le réseau la nomme correctement. Puis modifie-la jusqu’à ce qu’il se trompe.
fool-pictures = Images à modifier
fool-none-right = Le réseau ne nomme correctement aucune de ces images : il a trop peu appris. Essaie le contraire : modifie une image jusqu’à ce qu’il ait raison !
fool-picture = { $named ->
    [true] { $class }, que le réseau reconnaît
   *[other] { $class }
}
fool-canvas = L’image à modifier. Les flèches déplacent le repère, la barre d’espace applique l’outil.
fool-tools = Outils
fool-cover = Cacher
fool-draw = Dessiner
fool-sticker = Autocollant tourné
fool-color = Couleur
color-1 = rouge
color-2 = bleu
color-3 = vert
color-4 = jaune
color-5 = blanc
color-6 = noir
fool-turn = Tourner
fool-reset = Recommencer
fool-photo = Ta photo
fool-keys = Clique dans l’image pour appliquer l’outil. Au clavier : les flèches et la barre d’espace.
fool-map = En clair : ce qui a le plus influencé sa réponse
fool-why = Pourquoi ? On ne lui a donné des noms que pour peu d’images, toutes droites et entières. Il se fie aux couleurs et aux formes des zones claires et n’a aucune idée des choses.
fool-unreadable = Le navigateur ne peut pas lire « { $name } » comme une image. Choisis un fichier JPEG, PNG ou WebP.
fool-says = Le réseau dit : { $other }.
fool-still = Il dit toujours : { $other }. Continue.
fool-helped = Maintenant il a raison : { $other } ! Ta modification l’a aidé.
fool-errs-still = Il dit : { $other }. Il se trompait déjà avant que tu changes quoi que ce soit : cela ne compte donc pas.
fool-errs = Le réseau dit : { $other }. Mais la bonne réponse est : { $class }. Il se trompe sans ton aide : choisis une image marquée ✓, ou modifie celle-ci jusqu’à ce qu’il ait raison.
fool-fooled = { $count ->
    [one] Piégé ! Il devrait dire « { $class } », mais il dit « { $other } ». Est-ce qu’une personne se serait trompée ?
   *[other] Encore piégé ({ $count } fois déjà) ! Il devrait dire « { $class } », mais il dit « { $other } ». Est-ce qu’une personne se serait trompée ?
}

## The lesson: the report

report-name = Ton nom, si tu veux (il reste dans cet onglet) :
report-print = Imprimer ou enregistrer en PDF
report-save = Enregistrer un fichier de résultat pour ton professeur
report-saved = Enregistré sous { $file } dans tes téléchargements.
report-link = Copier un lien vers cette leçon
report-copied = Copié : { $link }
report-note = Avec ce lien, un autre ordinateur fait la même chose avec les mêmes images. Le résultat est un petit fichier ; rien n’est envoyé nulle part.
report-pictures = Quatre des questions et, à côté, les endroits (en clair) qui ont influencé la réponse du réseau entraîné :
report-title = Un réseau apprend avec des images tournées
report-gpu = sur le processeur graphique
report-remote = sur une autre machine
report-cpu = { $threads ->
    [one] sur { $threads } cœur du processeur
   *[other] sur { $threads } cœurs du processeur
}
report-training = Il a appris pendant { $step ->
    [one] { $step } étape
   *[other] { $step } étapes
} à partir de { $images } images sans noms, { $device } (graine { $seed }).
report-sorting = Après avoir appris les noms de { $count } images de chaque sorte, il a bien trié cette part des autres :
report-fooled = { $count ->
    [one] Il a été piégé une fois.
   *[other] Il a été piégé { $count } fois.
}
report-think = Réfléchis
report-question-1 = Pourquoi apprend-on quelque chose sur le contenu des images en les tournant ?
report-question-2 = Pour certaines images, personne ne pourrait dire où est le haut, pas même un humain. Lesquelles ?
report-question-3 = Le réseau n’a appris qu’à partir de dessins. À quoi t’attendrais-tu avec des photos de ton école ?

## For teachers: links and results

link-title = Un lien pour votre classe
link-why = Toutes les personnes qui ouvrent ce lien reçoivent les mêmes images et les mêmes questions, sur n’importe quel ordinateur. Si vous indiquez un nombre de tours, l’entraînement est lui aussi identique : les mêmes pertes et le même réseau à la fin, quelle que soit la durée. Sinon, le réseau apprend pendant environ deux minutes.
link-seed = Numéro de la leçon (graine)
link-epochs = Tours de toutes les images (époques)
link-as-fits = autant que possible
merge-title = Résultats d’une classe
merge-why = Les élèves enregistrent un petit fichier à la dernière page de la leçon. Choisissez ici les fichiers de tous : ils deviennent un tableau et un graphique. Rien n’est envoyé nulle part.
merge-choose = Choisir les fichiers de résultats
merge-clear = Tout retirer
merge-refused = { $count ->
    [one] Ce fichier n’est pas un résultat de la leçon et a été écarté : { $names }.
   *[other] { $count } fichiers ne sont pas des résultats de la leçon et ont été écartés, par exemple { $names }.
} Les résultats s’enregistrent à la dernière page de la leçon.
merge-nameless = sans nom
merge-name = Nom
merge-person = Élève
merge-before = Réseau, non entraîné
merge-after = Réseau, entraîné
merge-steps = Étapes
merge-sorted = Bien triées
merge-random = Triées par un réseau qui n’a rien appris
merge-fooled = Piégé
merge-mean = Moyenne
merge-caption = { $count ->
    [one] Résultat de { $count } élève
   *[other] Résultats de { $count } élèves
}
merge-plot = Bonnes réponses ; chaque point est un élève

## For teachers: the notes

notes-title = Notes pour les enseignants
notes-print = Imprimer les notes
notes-aims = Objectifs
notes-aims-1 = Les élèves expliquent comment un réseau peut apprendre à partir d’images que personne n’a étiquetées : on lui donne des tâches dont l’ordinateur connaît les réponses.
notes-aims-2 = Ils décrivent l’apprentissage comme de nombreux petits changements de nombres après des erreurs, et voient qu’il faut du temps et beaucoup d’exemples.
notes-aims-3 = Ils distinguent ce pour quoi un réseau a été entraîné (trouver le haut) et ce à quoi il peut servir ensuite (trier des images à l’aide de quelques noms).
notes-aims-4 = Ils trouvent où il échoue, et argumentent à partir de ce qu’il regarde.
notes-before = Avant la séance
notes-before-1 = Tout ordinateur des dix dernières années convient, avec un navigateur à jour ; rien n’est installé. Ouvrez la page une fois sur chaque ordinateur tant qu’il y a une connexion : elle fonctionne ensuite aussi sans connexion.
notes-before-2 = Créez ci-dessus un lien pour votre classe, afin que tous aient les mêmes images et puissent comparer.
notes-before-3 = Sur les ordinateurs lents, l’entraînement dure aussi deux minutes, mais le réseau apprend moins. Il vaut la peine d’en parler.
notes-before-4 = Des écouteurs, si des élèves veulent faire lire les textes à voix haute.
notes-twenty = Déroulement en 20 minutes
notes-twenty-1 = 3 min : montrez une image tournée. Demandez : comment savez-vous où est le haut ? Notez les réponses (ciel, sol, roues…).
notes-twenty-2 = 3 min : étapes 1 et 2. Chacun répond, puis interroge le réseau non entraîné. Qui est meilleur, et de combien dépasse-t-on le hasard ?
notes-twenty-3 = 4 min : étape 3. Pendant qu’il apprend : que montre la courbe ? Pourquoi monte-t-elle et descend-elle ?
notes-twenty-4 = 5 min : étapes 4 et 5. Comparer les scores ; trouver quelles sortes d’images il confond.
notes-twenty-5 = 5 min : discussion : personne ne lui a dit ce qu’est une voiture. Qu’a-t-il dû remarquer pour voir où est le haut ?
notes-fortyfive = Déroulement en 45 minutes
notes-fortyfive-1 = 5 min : comme ci-dessus, avec vos propres images qui n’ont pas de haut évident (un ballon, une pizza, le ciel).
notes-fortyfive-2 = 6 min : étapes 1 et 2.
notes-fortyfive-3 = 6 min : étape 3. D’abord esquisser la courbe : à quoi vous attendez-vous ?
notes-fortyfive-4 = 8 min : étapes 4 et 5, avec la carte : déplacer le curseur et décrire ce qui arrive à une sorte d’images.
notes-fortyfive-5 = 10 min : étape 6 à deux : qui le piège avec le plus petit changement ? Noter ce qu’il regardait.
notes-fortyfive-6 = 5 min : étape 7. Imprimer le bilan ou enregistrer le résultat ; réunir ci-dessus les fichiers de la classe et regarder le graphique.
notes-fortyfive-7 = 5 min : discussion : où un tel réseau serait-il utile, et où ses erreurs seraient-elles nuisibles ?
notes-answers = Questions et réponses
notes-answers-1 = Comprend-il ce qu’est une voiture ? Non. Il a trouvé des motifs qui aident à savoir où est le haut, par exemple des roues en bas. Ces motifs se révèlent utiles pour trier.
notes-answers-2 = Pourquoi parle-t-on d’apprentissage sans étiquettes ? Parce que personne n’a écrit ce que montrent les images. Les bonnes réponses à sa tâche viennent de l’ordinateur, qui a lui-même tourné les images.
notes-answers-3 = À quoi sert l’autocollant ? Pour répondre à propos d’un petit autocollant tourné, le réseau doit regarder des endroits précis, et pas seulement l’image entière.
notes-answers-4 = Pourquoi les résultats de deux ordinateurs sont-ils différents ? Ils n’ont pas appris pendant le même nombre d’étapes. Avec un nombre de tours dans le lien, ils sont identiques.
notes-answers-5 = Est-ce que 60 %, c’est bien ? Comparez avec le hasard (12,5 % pour huit réponses) et avec vous-même, pas avec 100.
notes-answers-6 = Pourrait-il apprendre davantage ? Oui : plus longtemps, avec plus d’images, avec un réseau plus grand. Le labo de cette page permet tout cela.
notes-misconceptions = Ce que les élèves pensent souvent
notes-misconceptions-1 = « Il cherche les images sur Internet. » Il fonctionne même si on débranche le câble réseau.
notes-misconceptions-2 = « Il retient les images. » Les questions de l’étape 4 portent sur des images qui n’ont jamais servi à son apprentissage.
notes-misconceptions-3 = « Il voit comme nous. » L’étape 6 montre que de petits changements qui ne gêneraient personne peuvent le tromper.
notes-misconceptions-4 = « La zone claire, c’est ce qu’il pense. » C’est seulement l’endroit où un changement aurait le plus modifié la réponse.
notes-misconceptions-5 = « Plus d’entraînement, c’est toujours mieux. » Cela aide de moins en moins, et il peut trop bien apprendre ses propres images.
notes-privacy = Vie privée
notes-privacy-1 = Il n’y a ni compte ni pistage. Tout est calculé dans le navigateur ; les images, les photos et les résultats ne quittent pas l’ordinateur, et la politique de sécurité de la page interdit au navigateur d’envoyer quoi que ce soit ailleurs. Ce qui est conservé entre deux visites l’est dans ce navigateur et peut être supprimé dans le labo. Des images ne sont envoyées, chiffrées, à une autre machine que si vous la laissez calculer.

## The footer: privacy, use without a network, updates

privacy = Rien de ce que vous faites ici ne quitte cet onglet : ni compte, ni pistage. La politique de sécurité de la page lui permet de charger ses propres fichiers et de ne rien contacter d’autre. Une adresse web n’est contactée que si vous l’indiquez comme source des images. Des images ne sont envoyées, chiffrées, à une autre machine que si vous la laissez calculer.
offline-kept = Fonctionne hors ligne : { $megabytes } Mo sont conservés dans ce navigateur.
offline-full = Ne fonctionne pas hors ligne : le navigateur n’a plus de place pour la page. Tout le reste marche comme d’habitude ; libérez de l’espace et rechargez la page.
offline-network = Ne fonctionne pas encore hors ligne : tous les fichiers de la page ne sont pas arrivés. Le reste sera chargé à votre prochaine visite.
offline-refused = Ne fonctionne pas hors ligne : ce navigateur ne conserve pas les pages, par exemple en navigation privée. Tout le reste marche comme d’habitude.
offline-insecure = Ne fonctionne pas hors ligne : les navigateurs ne conservent que les pages dont l’adresse commence par https:// ou http://localhost.
update-text = Une nouvelle version de cette page est prête. La mise à jour recharge la page.
update-now = Mettre à jour

## The groups of the lab

lab-nav =
    .aria-label = Parties du labo
group-data = Données
group-train = Entraîner
group-evaluate = Évaluer
group-explore = Explorer
group-compare = Comparer
group-save = Enregistrer
settings = Réglages

## Progress

progress-starting = Démarrage…
progress-paused = en pause
time-estimating = estimation du temps restant
time-seconds = encore { $seconds } s
time-minutes = encore { $minutes } min { $seconds } s
time-hours = encore { $hours } h { $minutes } min
progress-images = { $done } images sur { $total }, { $left }
progress-clusters = Recherche de groupes, { $done } sur { $total }
progress-knn = Mesure de l’exactitude kNN : { $done } sur { $total }
progress-steps = Étape { $done } sur { $total }, époque { $epoch } sur { $epochs }, { $speed } images/s, { $left }
progress-comparison = { $current }, { $left }
progress-share = { $share }, { $left }
# A download, in megabytes.
progress-download = Fichier { $place } sur { $count } : { $done } sur { $total } Mo, { $left }
progress-download-unknown = Fichier { $place } sur { $count } : { $done } Mo

## Images

data-title = Images
data-source = Source
data-source-scenes = Scènes dessinées
data-source-files = Mes fichiers
data-source-url = Adresse web
data-source-camera = Caméra
files-drop = Déposez ici des fichiers ou un dossier, ou choisissez-les :
files-choose = Fichiers
files-choose-folder = Dossier
files-formats = Un dossier avec un dossier d’images par classe, ou le même en .zip, .tar ou .tar.gz ; les fichiers de STL-10, CIFAR-10, CIFAR-100, MNIST et semblables, tels qu’on les télécharge ; .npz et .npy de NumPy ; .tar de WebDataset ; Parquet du Hugging Face Hub. Les parties nommées train, val et test sont prises comme telles.
files-chosen = { $count ->
        [one] { $count } fichier choisi.
       *[other] { $count } fichiers choisis.
    }
files-none = Aucun fichier n’est choisi. Choisissez des fichiers ou un dossier, ou déposez-les.
url-label = Adresses de fichiers, séparées par des espaces
url-text = Les fichiers d’un jeu de données par leurs adresses, comme celles de ses liens de téléchargement, sur un serveur qui laisse d’autres pages les lire. Ils sont gardés dans ce navigateur et téléchargés une seule fois.
url-none = Aucune adresse n’est indiquée. Saisissez l’adresse d’un fichier ou choisissez une autre source.
downloads-kept = { $name } : { $size } Mo
downloads-part = { $name } : { $size } Mo, incomplet
downloads-remove = Retirer
downloads-remove-name = Retirer { $name }
collect-class = Classe (facultatif)
collect-burst = Prendre 20 photos
collect-one = En prendre une
collect-count = { $class } : { $count }
collect-count-without = sans classe : { $count }
collect-remove = Retirer
    .aria-label = Retirer toutes les images de la classe { $class }
collect-remove-without = Retirer
    .aria-label = Retirer toutes les images sans classe
collect-text = { $count ->
        [0] Pas encore de photos. Elles restent dans cet onglet.
        [one] { $count } photo. Cliquez sur « Charger les images » pour l’utiliser.
       *[other] { $count } photos. Cliquez sur « Charger les images » pour les utiliser.
    }
collect-text-full = { $count } photos, c’est le maximum. Cliquez sur « Charger les images » pour les utiliser.
collect-failed = Impossible de prendre une photo ({ $reason }). Redémarrez la caméra.
data-square = Rendre les photos carrées
data-square-crop = en recadrant au centre
data-square-fit = en ajoutant des bandes noires
data-square-picture =
    .aria-label = La première photo
data-train-split = Apprendre avec la partie
data-test-split = Évaluer avec la partie
data-split-auto = trouvée par son nom
data-label-column = Colonne ou champ des étiquettes (vide : trouvé par son nom)
data-browser-formats = Laisser le navigateur décoder AVIF et HEIC s’il le peut (les pixels peuvent varier d’un navigateur à l’autre)
data-held-out = Part réservée à l’évaluation (%), sauf s’il y a un dossier test
data-image-size = Taille des images (px)
data-count = Images de préentraînement
seed = Graine
data-load = Charger les images
data-hint = Cliquez sur « Charger les images » pour appliquer.
data-progress =
    .aria-label = Chargement
status-loading = Chargement des images.
status-loaded = Images chargées.
status-loading-stopped = Chargement interrompu.
status-downloading = Téléchargement en cours.
status-downloaded = Téléchargé.
status-download-stopped = Téléchargement interrompu. Ce qui est arrivé est gardé.
data-text = { $name } : { $unlabeled ->
        [one] { $unlabeled } image
       *[other] { $unlabeled } images
    } de préentraînement, { $train ->
        [one] { $train } image étiquetée
       *[other] { $train } images étiquetées
    }, { $test ->
        [one] { $test } image de test
       *[other] { $test } images de test
    } ({ $heldOut }), { $size } × { $size } pixels, { $classes ->
        [0] aucune classe
        [one] { $classes } classe
       *[other] { $classes } classes
    }.
dataset-scenes = Scènes
dataset-images = Images
data-skipped = Non pris en compte : { $names } ({ $reason }).
data-skipped-more = Non pris en compte : { $names } et { $count } de plus ({ $reason }).
data-names-unseen = Les noms des classes sont cachés : le réseau ne les voit jamais pendant le préentraînement.
data-show-names = Les afficher
data-preview-title = Cliquez sur une image pour voir ses vues
held-out-scenes = scènes dessinées seulement pour l’évaluation
held-out-folder = les images de { $folder }/
held-out-images = { $percent } % des images, tirées au hasard
held-out-classes = { $percent } % de chaque classe, tirées au hasard

## The drawn scenes

class-house = maison
class-fir = sapin
class-tree = arbre
class-sailboat = voilier
class-car = voiture
class-mushroom = champignon
class-flower = fleur
class-lighthouse = phare
class-snowman = bonhomme de neige
class-balloon = ballon

## The eight views

views-title = Les huit vues
views-text = L’image tournée de 0°, 90°, 180° et 270°, puis l’image droite sur laquelle une copie réduite de chacune de ces rotations est collée à un endroit (le patch). Le réseau apprend à distinguer ces vues.
view-rotated = { $degrees }°
view-patch = patch { $degrees }°

## Training

train-title = Entraîner sans étiquettes (préentraînement)
train-method = Méthode
train-patch-ratio = Taille du patch (fraction du côté de l’image)
train-backbone = Réseau
train-best = Apprendre le plus possible dans le temps dont je dispose
train-minutes = Minutes
train-best-text = { $method }, { $epochs ->
    [one] une époque
   *[other] { $epochs } époques
} : environ { $minutes ->
    [1] une minute
   *[other] { $minutes } minutes
} sur cet appareil.
train-epochs = Passages sur toutes les images (époques)
train-batch-size = Taille de lot
train-learning-rate = Taux d’apprentissage
train-augmentation = Changements aléatoires des images (augmentation)
train-small-start = Images plus petites au début
small-start-none = non
small-start-half = pour la moitié des étapes
small-start-most = pour les quatre cinquièmes des étapes
train-knn = Mesurer l’exactitude kNN pendant l’entraînement (il faut des classes)
augmentation-own = selon la méthode
augmentation-flip = miroir
augmentation-crop = recadrage et miroir
augmentation-reflect = recadrage aux bords réfléchis, et miroir
augmentation-strong = forte : parties, miroir et couleurs
augmentation-none = aucune
task-temperature = Température
task-draws = Copies de chaque image
task-focus = Accent sur les paires difficiles (perte focale)
task-cluster-starts = Départs de k-means
task-cluster-rounds = Tours de k-means au plus
task-invariance = Poids des caractéristiques égales (invariance)
task-variance = Poids de la variance
task-covariance = Poids de la covariance
task-target-decay = Part du réseau cible gardée à chaque étape
task-patch-weight = Poids des vues tournées
train-start = Démarrer
train-copy-link = Copier un lien avec ces réglages
train-pause = Pause
train-resume = Reprendre
train-progress =
    .aria-label = Entraînement
status-training-started = Entraînement démarré.
status-training-paused = Entraînement en pause.
status-training-resumed = Entraînement repris.
status-training-finished = Entraînement terminé.
status-training-stopped = Entraînement arrêté ; le réseau entraîné jusqu’ici est conservé.
status-training-restarted = L’entraînement a été relancé à l’étape { $step }.
train-unfinished = Arrêté à l’étape { $step } sur { $total } : « { keep-resume } », sous « { keep-title } », le poursuit.
train-hardly-begun = L’entraînement interrompu venait de commencer : cliquez sur « Démarrer » pour le recommencer.
train-restarted = { $count ->
        [1] Relancé automatiquement une fois, à l’étape { $step } : { $reason }
       *[other] Relancé automatiquement { $count } fois, la dernière à l’étape { $step } : { $reason }
    }
train-restarted-memory = La mémoire était insuffisante : les gradients sont donc calculés pour { $images } images à la fois, et la normalisation par lot utilise les statistiques de celles-ci.
train-chart-table =
    .aria-label = Perte et exactitude par étape
chart-pretext = Exactitude sur la tâche prétexte
chart-loss-by-step = Perte par étape
chart-pretext-by-step = Exactitude sur la tâche prétexte par étape
train-summary-knn = L’exactitude kNN est passée de { $first } à { $last }.
chart-knn = Exactitude kNN pendant l’entraînement
chart-knn-by-step = Exactitude kNN par étape
chart-steps = étapes →
train-summary-loss = { $steps ->
        [one] Après { $steps } étape, la perte est passée de { $first } à { $last } (moyenne du dernier dixième).
       *[other] Après { $steps } étapes, la perte est passée de { $first } à { $last } (moyenne du dernier dixième).
    }
train-summary = { $steps ->
        [one] Après { $steps } étape, la perte est passée de { $first } à { $last } et l’exactitude sur la tâche prétexte atteint { $accuracy } (moyennes du dernier dixième).
       *[other] Après { $steps } étapes, la perte est passée de { $first } à { $last } et l’exactitude sur la tâche prétexte atteint { $accuracy } (moyennes du dernier dixième).
    }
train-summary-chance = { $steps ->
        [one] Après { $steps } étape, la perte est passée de { $first } à { $last } et l’exactitude sur la tâche prétexte atteint { $accuracy } (moyennes du dernier dixième ; niveau du hasard : { $chance }).
       *[other] Après { $steps } étapes, la perte est passée de { $first } à { $last } et l’exactitude sur la tâche prétexte atteint { $accuracy } (moyennes du dernier dixième ; niveau du hasard : { $chance }).
    }
train-step = Étape
train-rank = Les caractéristiques diffèrent dans environ { $rank } directions sur { $count } (rang effectif).
train-collapsed = Le réseau s’est effondré : il donne presque les mêmes caractéristiques à toutes les images et n’apprend plus rien. Arrêtez-le, puis baissez le taux d’apprentissage ou changez les réglages de la méthode.

## Methods, by their names in the engine: titles are as written in papers, summaries are plain sentences for pupils

method-choice = { $plain } ({ $title })
method-rotnet-plain = De combien a-t-elle été tournée ?
method-patch-rotnet-plain = Image tournée ou autocollant tourné ?
method-patch-relnet-plain = Image et autocollant sont-ils tournés de la même façon ?
method-deep-infomax-plain = Ces parties vont-elles ensemble ?
method-deep-cluster-plain = À quel groupe appartient-elle ?
method-simclr-plain = Quelles sont les deux copies d’une image ?
method-vicreg-plain = Mêmes caractéristiques pour les deux copies ?
method-relational-reasoning-plain = Une image ou deux ?
method-byol-plain = Que voit ma copie ?
method-simclr-patch-rotnet-plain = Paires de copies, et rotations
method-vicreg-patch-rotnet-plain = Mêmes caractéristiques pour les copies, et rotations
method-supervised-plain = Qu’est-ce que c’est ? Avec toutes les étiquettes
method-rotnet-title = RotNet
method-rotnet-summary = Le réseau voit une image tournée de 0, 90, 180 ou 270 degrés et prédit de quelle rotation il s’agit.
method-patch-rotnet-title = Patch RotNet
method-patch-rotnet-summary = On tourne l’image, ou une petite copie collée dessus ; le réseau prédit laquelle des deux et de combien.
method-patch-relnet-title = Patch RelNet
method-patch-relnet-summary = Le réseau voit une image tournée à côté d’une autre dont le patch est tourné, et prédit leur rotation commune.
method-deep-infomax-title = Deep InfoMax
method-deep-infomax-summary = Le réseau décide si son résumé d’une image et les détails d’une image vont ensemble.
method-deep-cluster-title = Deep Cluster
method-deep-cluster-summary = Les images semblables sont regroupées, le réseau apprend à nommer le groupe, et les groupes sont recalculés.
method-simclr-title = SimCLR
method-simclr-summary = Deux copies modifiées de chaque image sont faites ; parmi celles de nombreuses images, le réseau retrouve les paires.
method-vicreg-title = VICReg
method-vicreg-summary = Deux copies modifiées d’une image doivent donner les mêmes caractéristiques, et des images différentes des caractéristiques différentes.
method-relational-reasoning-title = Relational Reasoning
method-relational-reasoning-summary = Le réseau voit deux copies modifiées et dit si elles viennent d’une seule image ou de deux.
method-byol-title = BYOL
method-byol-summary = À partir d’une copie modifiée d’une image, le réseau prédit ce qu’une copie plus lente de lui-même voit dans une autre.
method-simclr-patch-rotnet-title = SimCLR + Patch RotNet
method-simclr-patch-rotnet-summary = Le réseau apprend les deux à la fois : à retrouver les paires de copies modifiées, et à dire comment images et fragments sont tournés.
method-vicreg-patch-rotnet-title = VICReg + Patch RotNet
method-vicreg-patch-rotnet-summary = Le réseau apprend les deux à la fois : les mêmes caractéristiques pour les copies modifiées, et comment images et fragments sont tournés.
method-supervised-title = Supervisé
method-supervised-summary = Le réseau est entraîné avec la bonne classe de chaque image : c’est la référence pour l’apprentissage sans étiquettes.
method-random-title = Poids aléatoires

## Networks

backbone-resnet8-title = ResNet-8
backbone-resnet32-title = ResNet-32
backbone-resnet56-title = ResNet-56

## Evaluations

protocol-linear-title = Évaluation linéaire
protocol-linear-summary = Le classifieur à deux couches de l’article, ou une seule couche, est entraîné sur les caractéristiques ; le réseau reste tel quel.
protocol-finetune-title = Affinage (fine-tuning)
protocol-finetune-summary = Le réseau et un classifieur sont entraînés ensemble avec des étiquettes.
protocol-knn-title = Plus proches voisins
protocol-knn-summary = Chaque image de test reçoit la classe des images étiquetées les plus semblables.
protocol-retrieval-title = Recherche d’images
protocol-retrieval-summary = Pour chaque image de test, on cherche les autres les plus semblables : sont-elles de la même classe ?
protocol-pretext-title = Tâche prétexte
protocol-pretext-summary = La tâche de préentraînement elle-même, sur des images qui n’y ont pas servi.
evaluate-title = Évaluer ce qu’il a appris
evaluate-protocol = Méthode d’évaluation
evaluate-classifier = Classifieur (évaluation linéaire, affinage)
evaluate-two-layer = deux couches, comme dans l’article
evaluate-single-layer = une seule couche
evaluate-logistic = régression logistique
evaluate-classless = Ces images n’ont pas de classes, or seule la tâche prétexte s’en passe. « { sort-title } » construit un classifieur à partir de quelques étiquettes que vous donnez.
evaluate-start = Évaluer
evaluate-progress =
    .aria-label = Évaluation
status-evaluating = Évaluation en cours.
status-evaluated = Évaluation terminée.
status-evaluation-stopped = Évaluation arrêtée.
result-two-layer = Le classifieur a deux couches, comme dans l’article.
result-single-layer = Le classifieur a une seule couche ; celui de l’article en a deux.
result-logistic = Le classifieur est une régression logistique ; celui de l’article a deux couches.
result-counts = { $correct } sur { $total } corrects ; poids aléatoires { $random } ; au hasard environ { $guessed }.
result-counts-alone = { $correct } sur { $total } corrects ; au hasard environ { $guessed }.
result-accuracy = Exactitude : { $accuracy } ({ $correct } sur { $total } ; intervalle de confiance à { $level } : de { $low } à { $high }).
result-retrieval = L’image la plus semblable est de la même classe pour { $accuracy } des images de test ({ $correct } sur { $total } ; intervalle de confiance à { $level } : de { $low } à { $high }).
result-above = Soit { $points } points de pourcentage de plus qu’avec des poids aléatoires.
result-below = Soit { $points } points de pourcentage de moins qu’avec des poids aléatoires.
retrieval-caption = Rappel (recall) : une image de la même classe est parmi les 1, 5 ou 10 premières. mAP : moyenne des précisions moyennes (mean average precision).
retrieval-weights = poids
retrieval-results = Résultats de la recherche
confusion = Matrice de confusion
confusion-corner = réelle \ prédite
confusion-accuracy = exactitude
confusion-by-class = Par classe

## Attention

attend-title = Attention (Grad-CAM)
attend-text = Les zones claires ont le plus influencé la réponse. Quand une méthode n’a pas de classes, ce sont elles qui rendent une vue semblable à l’image droite. Lancez d’abord une évaluation pour expliquer les étiquettes de classe.
attend-target = Expliquer
attend-pretext = tâche prétexte
attend-label = étiquette de classe
attend-start = Montrer l’attention
status-attending = Dessin des cartes d’attention.
status-attended = Cartes d’attention dessinées.
attend-image = Image { $number }.
attend-image-class = Image { $number }, { $class }.
attend-untrained = Non entraîné
attend-trained = Entraîné
attend-correct = { $view } : ✓ juste
attend-wrong = { $view } : ✗ prédiction : { $name }
attend-predicted = { $view } : prédiction : { $name }
attend-similarity = { $view } : semblable à { $similarity } à l’image droite
answer-turned = rotation de { $degrees }°
answer-patch = patch { $degrees }°
answer-cluster = groupe { $number }
answer-class = classe { $number }
answer-own-map = sa propre carte
answer-another-map = la carte d’une autre

## Similar images

similar-title = Images semblables (retrieval)
similar-text = Les images de test sont comparées par la similarité cosinus de leurs caractéristiques. Il faut plus de dix images de test avec des classes.
similar-start = Chercher des images semblables
similar-progress =
    .aria-label = Comparaison des images de test
status-timing = Mesure de la vitesse d’entraînement de cet appareil.
status-timed = Mesuré.
status-ranking = Comparaison des images de test.
status-ranked = Images semblables trouvées : choisissez-en une.
status-search-stopped = Recherche arrêtée.
similar-queries = Cliquez sur une image pour voir les plus semblables
similar-caption = { $place }. { $name } { $similarity }
similar-caption-same = { $place }. { $name } ✓ { $similarity }
similar-caption-other = { $place }. { $name } ✗ { $similarity }
similar-summary = Parmi les { $total } images les plus semblables à celle-ci ({ $name }), { $same } sont de sa classe ({ $share }). ✓ : même classe, ✗ : autre classe ; le nombre est la similarité cosinus.
similar-why = Pourquoi se ressemblent-elles ?
similar-why-text = Les zones claires sont ce qui rend les deux images d’une paire semblables pour le réseau.
similar-pair = Paire { $place }

## Sorting with a few labels

sort-title = Trier des images avec quelques étiquettes
sort-text = Indiquez la classe de quelques images : un classifieur fondé sur les caractéristiques du réseau apprend à partir d’elles en une seconde et trie le reste. Sont proposées, tour à tour, des images entre deux classes, où il hésite, et des images qui ne ressemblent à aucune image étiquetée : ce sont celles qui lui apprennent le plus.
sort-suggest = Proposer des images à étiqueter
sort-show = Afficher
sort-view-next = À étiqueter ensuite
sort-view-all = Toutes les images
sort-view-labeled = Étiquetées par vous ({ $count })
sort-view-class = Triées comme { $class } ({ $count })
sort-progress =
    .aria-label = Apprentissage à partir des étiquettes
status-learning = Apprentissage à partir des étiquettes.
status-learning-stopped = Apprentissage arrêté.
status-learnt = Appris : juste pour { $correct } étiquettes mises de côté sur { $total }.
status-suggested = Images proposées.
sort-new-class = Nouvelle classe
sort-add-class = Ajouter la classe
sort-select-first = Sélectionnez d’abord des images.
sort-classes =
    .aria-label = Classes
sort-keys = Cliquez sur des images pour les sélectionner (avec Maj, toute une série), puis cliquez sur une classe, tapez son numéro ou faites-les glisser dessus.
sort-tiles =
    .aria-label = Images à étiqueter
sort-none = Il n’y en a pas.
sort-back = Précédent
sort-forward = Suivant
sort-page = { $first } à { $last } sur { $total }
sort-needs-network = Il faut un réseau entraîné : voir « { train-title } ».
sort-kept = { $count ->
        [one] { $count } étiquette est conservée : cliquez sur « Proposer des images à étiqueter » pour en tirer un classifieur avec ce réseau.
       *[other] { $count } étiquettes sont conservées : cliquez sur « Proposer des images à étiqueter » pour en tirer un classifieur avec ce réseau.
    }
sort-begin = Cliquez sur « Proposer des images à étiqueter » pour commencer, ou affichez toutes les images.
sort-name-classes = Nommez au moins deux classes, sélectionnez des images et indiquez leur classe.
sort-give-images = Il faut au moins deux classes avec une image chacune.
sort-go-on = Continuez : plus il y a d’étiquettes, meilleur il est, surtout avec celles des images proposées.
sort-class = { $class } ({ $count })
sort-class-key = { $key } { $class } ({ $count })
sort-no-class = 0 sans classe
sort-remove-class = ×
    .aria-label = Retirer la classe { $class }
tile-labeled = ✓ { $class }
tile-predicted = { $class } ? { $share }
tile-typical = proche de la moyenne de toutes
tile-unlike = la moins semblable aux autres
tile-unlike-similarity = la moins semblable aux autres (similarité { $similarity })
tile-between = { $classes } ?
tile-class = { $class } { $share }
tile-unsure = incertain ?
sort-report-title = { $count ->
        [one] Comment { $count } image est triée
       *[other] Comment les { $count } images sont triées
    }
sort-not-among = Images non comprises, car réservées à l’évaluation : { $count } (voir « { data-title } »).
sort-second-image = Étiquetez une deuxième image d’une classe pour voir combien de fois le classifieur a raison.
sort-accuracy = Juste pour { $correct } étiquettes mises de côté sur { $total } : { $accuracy } (intervalle de confiance à { $level } : de { $low } à { $high }). Chacune a été prédite par un classifieur entraîné sur les autres.
sort-mistakes = Étiquettes mises de côté sur lesquelles il s’est trompé : sont-elles correctes ?
sort-mistake = { $predicted } au lieu de { $class } : { $count }

## Trying it, and the camera

try-title = Essayer : une photo ou la caméra
try-text = Le réseau nomme la classe d’une nouvelle image et montre quelles zones ont influencé sa réponse. Il utilise pour cela le classifieur de la dernière évaluation linéaire ou du dernier affinage (« { evaluate-title } »), ou celui qui a appris à partir de vos étiquettes (« { sort-title } »). Les images ne quittent pas cet onglet, sauf si vous laissez calculer une autre machine.
try-drop = Déposez une photo ici, collez-en une (Ctrl{ "\u202F" }+{ "\u202F" }V ou ⌘{ "\u202F" }V) ou choisissez-la :
try-photo = Photo
camera-start = Démarrer la caméra
camera-stop = Arrêter la caméra
camera-keep = Garder cette image
camera-video =
    .aria-label = Image en direct de la caméra
camera-caption = La caméra ; elle s’arrête quand vous faites défiler plus loin ou quittez la page
camera-rate = { $rate } images par seconde
try-progress =
    .aria-label = Examen de l’image
status-trying = Examen de l’image.
status-picture-shows = L’image montre : { $class }.
status-similar-found = Images semblables trouvées.
status-camera-opening = Ouverture de la caméra.
status-camera-started = Caméra démarrée.
status-camera-stopped = Caméra arrêtée.
status-camera-scrolled = Caméra arrêtée : elle n’était plus visible à l’écran.
status-camera-left = Caméra arrêtée : vous avez quitté la page.
status-camera-network = Caméra arrêtée : le réseau change.
status-camera-shows = La caméra montre : { $class }.
camera-refused = Cette page n’a pas le droit d’utiliser la caméra. Autorisez-la dans les réglages du navigateur pour cette page, puis cliquez sur « Démarrer la caméra ».
camera-missing = Aucune caméra trouvée. Branchez-en une, puis cliquez sur « Démarrer la caméra ».
camera-in-use = Impossible de lire la caméra. Fermez les autres programmes qui l’utilisent peut-être, puis cliquez sur « Démarrer la caméra ».
camera-no-access = Les navigateurs n’ouvrent la caméra que pour les pages dont l’adresse est en https, ou sur cette machine (localhost).
camera-disconnected = La caméra a été débranchée ou prise par un autre programme. Rebranchez-la, puis cliquez sur « Démarrer la caméra ».
try-pasted = Image collée
try-from-camera = Image de la caméra
try-needs-model = Entraînez d’abord un réseau ou chargez un modèle.
try-needs-classifier = Lancez d’abord une évaluation linéaire ou un affinage sous « { evaluate-title } », ou étiquetez des images sous « { sort-title } ».
try-wait = Attendez la fin du travail en cours, ou arrêtez-le.
try-needs-network = Il faut un réseau entraîné : voir « { train-title } ».
try-classes = Le classifieur connaît ces classes : { $classes }.
try-no-classifier = Il n’y a pas encore de classifieur. Pour en entraîner un, lancez une évaluation linéaire ou un affinage sous « { evaluate-title } », ou étiquetez des images sous « { sort-title } ».
try-similar-only = D’ici là, seules les images de test les plus semblables sont montrées pour une photo.
try-picture = L’image
try-attention = Comme le réseau la voit, avec l’attention (Grad-CAM) : les zones claires ont le plus influencé la réponse
try-answer = { $class }, { $share }
try-similar = Les images de test les plus semblables ; le nombre est la similarité cosinus de leurs caractéristiques.

## The feature map

map-title = Carte des caractéristiques en 2D (t{ "\u2011" }SNE)
map-text = Les images de test aux caractéristiques semblables sont placées près l’une de l’autre. Après une évaluation linéaire ou un affinage, ce sont les caractéristiques du réseau du classifieur qui sont montrées.
map-start = Dessiner
map-progress =
    .aria-label = Dessin de la carte des caractéristiques
status-mapping = Dessin de la carte des caractéristiques.
status-mapped = Carte des caractéristiques dessinée.
status-mapping-stopped = Dessin arrêté ; la carte dessinée jusqu’ici est conservée.
map-summary = { $count } images de test ; celles dont les caractéristiques se ressemblent sont proches. Pointez une marque, ou utilisez les flèches du clavier, pour voir son image.
map-summary-classes = { $count } images de test ; celles dont les caractéristiques se ressemblent sont proches. Parmi les cinq plus proches de chacune, { $share } sont de sa classe. Pointez une marque, ou utilisez les flèches du clavier, pour voir son image.
map-table =
    .aria-label = Positions des images de test
map-image = Image de test
map-class = Classe
map-across = Horizontal
map-down = Vertical

## Comparing methods

compare-title = Comparer les méthodes
compare-text = Entraîne et évalue chaque méthode avec les réglages de « { train-title } » ; chaque méthode a son propre taux d’apprentissage. Votre réseau est conservé.
compare-rows = Lignes
compare-random = Poids aléatoires
compare-seeds = Graines
compare-finetune = Avec affinage (plus lent)
compare-few-labels = Aussi avec cinq étiquettes par classe
compare-start = Comparer
compare-progress =
    .aria-label = Comparaison
compare-table =
    .aria-label = Comparaison des méthodes
compare-method = Méthode
compare-row = { $method } { $ratio }
compare-error = { $method } : { $error }
status-comparing = Comparaison des méthodes.
status-compared = Comparaison terminée.
status-comparison-stopped = Comparaison arrêtée ; les résultats obtenus sont conservés.
comparing-starting = { $row }, graine { $seed } : démarrage
comparing-training = { $row }, graine { $seed } : entraînement
comparing-evaluating = { $row }, graine { $seed } : évaluation
comparing-table = écriture du tableau
column-loss = perte
column-pretext-train = prétexte, entraînement
column-pretext = prétexte, images nouvelles
column-labels = { $column }, { $count ->
    [one] une étiquette par classe
   *[other] { $count } étiquettes par classe
}
column-linear = linéaire
column-finetune = affinage
column-knn = kNN
column-recall-1 = rappel@1
column-recall-5 = rappel@5
column-recall-10 = rappel@10
column-map = mAP
column-seconds = préentraînement, s
export-markdown = Markdown
export-csv = CSV
export-json = JSON

## Runs side by side

runs-title = Essais côte à côte
runs-none = Chaque entraînement est inscrit ici avec ses réglages et ses résultats ; il y reste quand le suivant commence.
runs-table =
    .aria-label = Essais
runs-text = La perte et l’exactitude sur la tâche prétexte sont des moyennes du dernier dixième des étapes. « Utiliser » revient au réseau d’un essai.
runs-run = Essai
runs-network = Réseau
runs-method = Méthode
runs-settings = Réglages
runs-images = Images
runs-steps = Étapes
runs-pretext = Tâche prétexte
runs-few-labels = Peu d’étiquettes
runs-current = actuel
run-use = Utiliser
    .aria-label = Utiliser : essai { $number }
run-remove = Retirer
    .aria-label = Retirer : essai { $number }
run-undo = Annuler
    .aria-label = Annuler : essai { $number }
run-step = { $step } sur { $total }
run-few-labels = { $share } sur { $total }
run-accuracy-random = { $accuracy } (poids aléatoires { $random })
run-epochs = { $count ->
        [one] { $count } époque
       *[other] { $count } époques
    }
run-batch-size = taille de lot { $size }
run-learning-rate = taux d’apprentissage { NUMBER($rate, maximumSignificantDigits: 6) }
run-patch-size = taille du patch { $ratio }
run-seed = graine { $seed }
runs-loss-by-step = Perte des essais par étape
runs-pretext-by-step = Exactitude des essais sur la tâche prétexte par étape
status-run-used = Retour à un essai précédent.

## Saving and loading

keep-title = Enregistrer et charger
keep-save = Enregistrer le modèle
keep-load = Charger un modèle
keep-resume = Reprendre
keep-save-html = Enregistrer le classifieur comme page web
keep-save-onnx = Enregistrer en ONNX
keep-text = Les modèles sont des fichiers safetensors dont les tenseurs sont nommés comme des modules PyTorch, les fichiers ONNX sont destinés à d’autres programmes, et la page web classe des photos et ce que voit une caméra, même sans connexion. « Reprendre » restaure le dernier point de contrôle d’un entraînement interrompu et le mène à son terme.
status-model-loaded = Modèle chargé.
network-loaded = { $steps ->
        [one] Chargé : { $method }, { $backbone }, { $steps } étape sur { $data } en { $size } px.
       *[other] Chargé : { $method }, { $backbone }, { $steps } étapes sur { $data } en { $size } px.
    }

## Projects: the work that is kept in the browser

project-load = Ouvrir un fichier de projet
projects-kept = Conservé dans ce navigateur ({ $used } utilisés sur { $quota }) :
projects-none = Dès qu’un entraînement commence, il est conservé dans ce navigateur : images, réglages, réseau et résultats.
project-name = { $data }, { DATETIME($date, dateStyle: "short", timeStyle: "short") }
project-state-open = { $name } (ouvert)
project-state-deleted = { $name } (supprimé)
project-state-problem = { $name } ({ $problem })
project-undo = Annuler
    .aria-label = Annuler { $name }
project-open = Ouvrir
    .aria-label = Ouvrir { $name }
project-rename = Renommer
    .aria-label = Renommer { $name }
project-save = Enregistrer comme fichier
    .aria-label = Enregistrer comme fichier { $name }
project-delete = Supprimer
    .aria-label = Supprimer { $name }
project-new-name = Le nom du projet :
project-progress = { $done } images sur { $total }
project-not-kept = Non conservé : { $problem }
project-not-opened = Non ouvert : { $problem }
project-damaged = Le projet est endommagé ou vient d’un autre programme : son entrée « { $entry } » n’est pas comme elle devrait être. Utilisez un autre projet.
project-no-images = Le projet n’a pas d’images. Utilisez-en un autre.
status-project-opening = Ouverture du projet.
status-project-not-opened = Le projet n’a pas été ouvert.
status-project-opened = Votre travail est de retour.

## What can go wrong, by the engine's codes. In English the page shows what the engine says itself, which is more exact;
## in other languages these sentences stand before that: what happened in general, and what to do.

error-invalid-config = Un réglage a une valeur inutilisable. Changez-la, puis réessayez.
error-invalid-data = Un fichier est inutilisable. Choisissez-en un autre.
error-label-out-of-range = Un fichier contient des étiquettes que son jeu de données n’a pas. Il est endommagé, ou appartient à un autre jeu de données.
error-no-images = Aucune image trouvée. Choisissez des fichiers d’images, ou un dossier qui en contient.
error-too-few-images = Il y a moins d’images qu’il n’en faut pour un lot. Ajoutez des images, ou choisissez une taille de lot plus petite.
error-no-labels = Il faut des images avec des classes. Chargez des images avec un dossier par classe.
error-non-finite-loss = L’entraînement est devenu instable. Baissez le taux d’apprentissage, puis recommencez.
error-invalid-model = Ce fichier n’est pas un modèle utilisable ici. Choisissez un fichier écrit par « Enregistrer le modèle ».
error-other-data = Le réseau appartient à d’autres images. Chargez celles-ci, ou commencez un nouvel entraînement.
error-storage-failed = Quelque chose n’a pas pu être conservé dans ce navigateur, ou lu depuis celui-ci. Vérifiez l’espace libre ; la navigation privée ne conserve rien.
error-device-unavailable = Cette unité de calcul n’est pas utilisable ici. Laissez la page en choisir une, ou utilisez un navigateur plus récent.
error-device-failed = L’unité de calcul est tombée en panne. Rechargez les images ; « Reprendre » restaure le dernier point de contrôle d’un entraînement.
error-server-unreachable = Le serveur est injoignable. Vérifiez son adresse et que « patchwise serve --relay » y tourne.
error-server-refused = Le serveur a refusé le jeton. Indiquez le texte de son fichier de jeton.
error-server-incompatible = Le serveur utilise une autre version de patchwise. Installez la même version sur les deux machines.
error-out-of-order = Il faut d’abord faire autre chose.
error-busy = Un autre travail est en cours. Attendez qu’il se termine, ou arrêtez-le.
error-closed = L’unité de calcul a été fermée. Rechargez les images.
error-download-failed = Un fichier n’a pas pu être téléchargé. Vérifiez son adresse ; le serveur ne laisse peut-être pas d’autres pages le lire. Sinon, téléchargez-le vous-même et choisissez-le sous « Mes fichiers ».
error-internal-error = Il y a une erreur dans le programme. Rechargez les images, et signalez-la si elle se reproduit.
error-out-of-memory = Il n’y a pas assez de mémoire. Utilisez moins d’images, des images plus petites ou une taille de lot plus petite, et fermez d’autres onglets.
error-unknown = Quelque chose s’est mal passé. Réessayez, et signalez-le si cela se reproduit.
field-clusters = nombre de groupes
field-rows = nombre de lignes
call-load = « Charger les images »
call-pretrain = « Démarrer »
call-save = « Enregistrer le modèle »
call-compare = « Comparer »
call-linear = « Évaluer » avec l’évaluation linéaire ou l’affinage
call-retrieval = « Chercher des images semblables »

## Why a device was chosen: as the engine says it in English

reason-cpu-requested = le CPU a été demandé
reason-webgpu-requested = WebGPU a été demandé et donne les résultats du CPU
reason-webgpu-available = WebGPU est disponible et donne les résultats du CPU
reason-no-webgpu = ce navigateur ou cette page n’a pas WebGPU
reason-no-adapter = le navigateur ne propose aucun adaptateur WebGPU
reason-software = le seul adaptateur WebGPU est logiciel, plus lent que le CPU
reason-cpu-faster = il est plus rapide ici que WebGPU : { $cpu } ms par étape contre { $webgpu } ms avec WebGPU
reason-webgpu-faster = il donne les résultats du CPU et il est plus rapide : { $webgpu } ms par étape contre { $cpu } ms sur le CPU
reason-one-thread = sur un seul thread, car la page n’est pas isolée (cross-origin)
reason-server = un serveur a été demandé et donne les résultats du CPU
reason-server-lost = la connexion au serveur a été perdue
