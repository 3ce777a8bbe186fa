# The page's words in English. For another language, copy this file to one named by its code (such as `it.ftl`),
# translate what stands right of the equals signs, and run `npm run check`: it names what is missing.
# Numbers, percentages and plurals are written by the browser as the language writes them.

# ltr: from left to right; rtl: from right to left.
direction = ltr

## The frame of the page

doors =
    .aria-label = Parts of the page
door-lesson = Lesson
door-lab = Lab
door-teachers = For teachers
language = Language
lab-intro = The lab: pretrain a small network on images without labels, with settings of your own, and evaluate, explore and compare what it learnt. Nothing is installed, and no data leaves this tab.

## Words that many parts use

right = right
wrong = wrong
back = Back
next = Next
undo = Undo
pause = Pause
resume = Resume
paused = Paused
number = { NUMBER($value, maximumFractionDigits: 2) }
part = { $part }

## Classes of the drawn scenes

class-house = house
class-fir = fir
class-tree = tree
class-sailboat = sailboat
class-car = car
class-mushroom = mushroom
class-flower = flower
class-lighthouse = lighthouse
class-snowman = snowman
class-balloon = balloon

## The lesson: its frame

lesson-steps = Steps of the lesson
lesson-step-you = You first
lesson-step-untrained = It knows nothing
lesson-step-learning = It learns
lesson-step-again = You against it
lesson-step-learnt = What did it learn?
lesson-step-fool = Fool it
lesson-step-report = Your report
to-the-lab = Go on in the lab
lesson-opening = Starting…
lesson-first-learning = First let it learn: step 3.
lesson-first-learnt = First tell it some names: step 5.
read-aloud = Read aloud

lesson-title-you = You first: which way was it turned?
lesson-lead-you = A picture was turned. Say where its top points now: click, or press an arrow key. After ten pictures, small stickers on a picture are turned. There are no names here, and none are needed.
lesson-title-untrained = The network knows nothing
lesson-lead-untrained = A neural network is a program with many numbers in it, called weights. At first they are random. Ask it your questions and see what it says. The bright areas influenced its answer most.
lesson-title-learning = It learns
lesson-lead-learning = The computer turns pictures and stickers itself, so it knows the right answers: nobody has to tell it what is in a picture. After each guess it changes its weights a little. Watch four pictures while it learns.
lesson-title-again = You against it
lesson-lead-again = The same questions again. The network has never seen these pictures while it learnt.
lesson-title-learnt = What did it learn?
lesson-lead-learnt = To see which way is up, one has to see what is there. Does it help the network to sort? It is now told the names of a few pictures, of five kinds.
lesson-title-fool = Fool it
lesson-lead-fool = Change a picture so that you still know what it is, but the network does not. What does it look at?
lesson-title-report = Your report
lesson-lead-report = What you did and what the network learnt, on one page.

lesson-status-asking = The network is asked.
lesson-status-answered = The network has answered.
lesson-status-measuring = Finding out how fast this computer is.
lesson-status-measured = The network begins to learn.
lesson-status-sorting = The network sorts.
lesson-status-sorted = The network has sorted the pictures.
lesson-status-searching = Looking for similar pictures.
lesson-status-found = Similar pictures found.
lesson-stopped = This was stopped. Start it again.

## The lesson: how something was turned

turn-0 = up
turn-1 = left
turn-2 = down
turn-3 = right
# What the network says. $turn is one of the four words above: where the top points.
lesson-guess-picture = picture, top { $turn }
lesson-guess-sticker = sticker, top { $turn }

## The lesson: the quiz

quiz-answers = Where does the top point?
quiz-question-picture = Question { $number } of { $total }: where does the top of the picture point?
quiz-question-sticker = Question { $number } of { $total }: where does the top of the framed sticker point?
quiz-right = Right.
quiz-wrong-picture = No: the top of that picture pointed { $turn } ({ $arrow }).
quiz-wrong-sticker = No: the top of that sticker pointed { $turn } ({ $arrow }).
quiz-your-score = Your score
quiz-pictures = turned pictures
quiz-stickers = turned stickers
score-of = { $right } of { $total }
score-about = about { $number }
score-network = the network, untrained
score-guessing = by guessing
score-you = You
score-you-again = You, the second time
score-network-before = The network, untrained
score-network-after = The network, trained
score-who = Who
score-right = Right

## The lesson: untrained and trained

untrained-ask = Ask the network
untrained-why = It says nearly the same of every picture: it has not learnt to see. Its answer has to name both what was turned, the picture or the sticker, and how far: eight answers, so guessing is right once in eight times.
learning-start = Let it learn (about two minutes)
learning-stop = That is enough
learning-progress = Learning
learning-measuring = Finding out how fast this computer is…
# $accuracy and $chance are percentages.
learning-words = { $step ->
    [one] After one step,
   *[other] After { $step } steps,
} in round { $epoch } through { $images } pictures, it is right in { $accuracy } of its last guesses. Chance level: { $chance }.
learning-loss = Loss: how wrong it is
learning-accuracy = Accuracy: how often it is right
learning-chance = chance level
again-ask = Ask the trained network
again-repeat = Do the quiz again yourself
again-caption = Right answers to the same { $total } questions

## The lesson: what it learnt

learnt-test = Tell it the names of { $count } pictures of each kind
learnt-busy = Working…
learnt-trained = sorted rightly by the trained network
learnt-random = by a network that learnt nothing
learnt-why = Both networks were told the same names: { $count } of each of { $classes } kinds. The only difference is what one of them learnt by turning pictures. This is called self-supervised learning.
learnt-wrong = { $count ->
    [one] One picture is sorted wrongly. Click it to see which ones it finds similar
   *[other] { $count } pictures are sorted wrongly, such as these. Click one to see which ones it finds similar
}
learnt-taken = { $class }, taken for { $other }
learnt-similar = Pictures that it finds similar
learnt-similar-why = The first is the one that you clicked. The percentages say how similar its features are: what the network computes of a picture.
# $part is a percentage.
learnt-similarity = { $class }, { $part }
map-title = A map of what it sees
map-why = Each mark is a picture that it has never learnt from. The nearer two marks are, the more alike the network finds the pictures. Move the slider from before the training to its end.
map-slider = Moment of the training
map-step = step { $step }
# $part is a percentage.
map-words = At step { $step }: of the five nearest neighbours of each of { $images } pictures, { $part } are of the same kind.

## The lesson: fool it

fool-choose = Choose a picture. Those with a mark it names rightly.
# $named: whether the network names it rightly.
fool-picture = { $named ->
    [true] { $class }, which it names rightly
   *[other] { $class }
}
fool-canvas = The picture to change. Arrow keys move the mark, the space bar applies the tool.
fool-tools = Tools
fool-cover = Cover
fool-draw = Draw
fool-sticker = Turned sticker
fool-color = Colour
color-1 = red
color-2 = blue
color-3 = green
color-4 = yellow
color-5 = white
color-6 = black
fool-turn = Turn
fool-reset = Start over
fool-photo = Own photo
fool-keys = Click into the picture to apply the tool. With the keyboard: arrow keys and the space bar.
fool-unreadable = The browser cannot read “{ $name }” as a picture. Choose a JPEG, PNG or WebP file.
fool-says = The network says: { $other }.
# The picture was not changed yet.
fool-errs = The network says: { $other }. It is a { $class }: it errs by itself. Choose another one.
fool-fooled = { $count ->
    [one] Fooled! It should say { $class }, and says { $other }. Would a person have been fooled?
   *[other] Fooled again ({ $count } times by now)! It should say { $class }, and says { $other }. Would a person have been fooled?
}

## The lesson: the report

report-name = Your name, if you like (it stays in this tab):
report-print = Print or save as PDF
report-save = Save result for your teacher
report-link = Copy a link to this lesson
report-copied = Copied: { $link }
report-note = The link makes another computer do the same with the same pictures. The result is a small file; nothing is sent anywhere.
report-title = A network that learnt to see without labels
report-gpu = on the graphics processor
report-cpu = { $threads ->
    [one] on one processor core
   *[other] on { $threads } processor cores
}
report-training = It learnt { $step ->
    [one] one step
   *[other] { $step } steps
} from { $images } pictures without names, { $device } (seed { $seed }).
report-sorting = Told the names of { $count } pictures of each kind, this part of all others was sorted rightly:
report-fooled = { $count ->
    [one] It was fooled once.
   *[other] It was fooled { $count } times.
}
report-think = Think about it
report-question-1 = Why does turning pictures teach anything about what is in them?
report-question-2 = For which pictures could nobody, not even a person, tell which way is up?
report-question-3 = The network learnt from drawings only. What would you expect of it with photos of your school?

## For teachers: links and results

link-title = A link for your class
link-why = Everyone who opens this link gets the same pictures and questions, on every computer. With a number of rounds, the training is the same, too: the same losses and the same network at the end, however long that takes. Without it, the network learns for about two minutes.
link-seed = Number of the lesson (seed)
link-epochs = Rounds through all pictures (epochs)
link-as-fits = as many as fit
class-title = Results of a class
class-why = Pupils save a small file on the last page of the lesson. Choose the files of all of them here: they become one table and one plot. Nothing is sent anywhere.
class-choose = Choose result files
class-clear = Remove all
# $names: up to three names of files.
class-refused = { $count ->
    [one] This file is not a result of the lesson and was left out: { $names }.
   *[other] { $count } files are not results of the lesson and were left out, such as { $names }.
} Results are saved on the last page of the lesson.
class-nameless = without a name
class-name = Name
class-person = Person
class-before = Network, untrained
class-after = Network, trained
class-steps = Steps
class-sorted = Sorted rightly
class-random = Sorted by a network that learnt nothing
class-fooled = Fooled
class-mean = Mean
class-caption = { $count ->
    [one] Result of one pupil
   *[other] Results of { $count } pupils
}
class-plot = Right answers; each dot is one pupil

## For teachers: the notes

notes-title = Notes for teachers
notes-print = Print the notes
notes-aims = Aims
notes-aims-1 = Pupils explain how a network can learn from pictures that nobody has labelled: it is given tasks whose answers the computer knows.
notes-aims-2 = They describe learning as many small changes of numbers after mistakes, and see that it takes time and many examples.
notes-aims-3 = They tell apart what a network was trained for (which way is up) and what it can then be used for (sorting pictures with a few names).
notes-aims-4 = They find out where it fails, and argue from what it looks at.
notes-before = Before the lesson
notes-before-1 = Any computer of the last ten years with a current browser will do; nothing is installed. Open the page once on each computer while there is a network: then it works without one, too.
notes-before-2 = Make a link for your class above, so that everyone has the same pictures and can compare.
notes-before-3 = On slow computers the training takes the same two minutes, but the network learns less. That is worth talking about.
notes-before-4 = Headphones, if pupils want the texts read aloud.
notes-twenty = Plan for 20 minutes
notes-twenty-1 = 3 min: Show a turned picture. Ask: how do you know which way is up? Collect what they say (sky, ground, wheels …).
notes-twenty-2 = 3 min: Steps 1 and 2. Everyone answers, then asks the untrained network. Who is better, and by how much is guessing?
notes-twenty-3 = 4 min: Step 3. While it learns: what does the curve show? Why does it go up and down?
notes-twenty-4 = 5 min: Steps 4 and 5. Compare scores; find out what kinds of pictures it mixes up.
notes-twenty-5 = 5 min: Talk: nobody told it what a car is. What did it have to notice to see which way is up?
notes-fortyfive = Plan for 45 minutes
notes-fortyfive-1 = 5 min: As above, with pictures of your own that have no clear top (a ball, a pizza, the sky).
notes-fortyfive-2 = 6 min: Steps 1 and 2.
notes-fortyfive-3 = 6 min: Step 3. Sketch the curve first: what do you expect?
notes-fortyfive-4 = 8 min: Steps 4 and 5, with the map: move the slider and describe what happens to one kind of picture.
notes-fortyfive-5 = 10 min: Step 6 in pairs: who fools it with the smallest change? Write down what it looked at.
notes-fortyfive-6 = 5 min: Step 7. Print the report or save the result; merge the files of the class above and look at the plot.
notes-fortyfive-7 = 5 min: Talk: where would such a network be useful, and where would its mistakes do harm?
notes-answers = Questions and answers
notes-answers-1 = Does it understand what a car is? No. It has found patterns that help to tell which way is up, such as wheels below. These patterns turn out to be useful for sorting.
notes-answers-2 = Why is that called learning without labels? Because no person wrote down what the pictures show. The right answers to its task come from the computer, which turned the pictures itself.
notes-answers-3 = Why the sticker? To answer for a small turned sticker, the network has to look at places, not only at the whole picture.
notes-answers-4 = Why are the results of two computers different? They have learnt for a different number of steps. With a number of rounds in the link they are the same.
notes-answers-5 = Is 60 percent good? Compare it with guessing (12.5 percent with eight answers) and with yourself, not with 100.
notes-answers-6 = Could it learn more? Yes: longer, from more pictures, with a larger network. The lab of this page allows all of that.
notes-misconceptions = What pupils often think
notes-misconceptions-1 = “It looks pictures up on the internet.” It works with the network cable pulled out.
notes-misconceptions-2 = “It remembers the pictures.” The questions of step 4 are about pictures that it has never learnt from.
notes-misconceptions-3 = “It sees as we do.” Step 6 shows that small changes that nobody would mind can confuse it.
notes-misconceptions-4 = “The bright area is what it thinks.” It is only where a change would have altered the answer most.
notes-misconceptions-5 = “More training always helps.” It helps less and less, and it can learn its own pictures too well.
notes-privacy = Privacy
notes-privacy-1 = There are no accounts and there is no tracking. Everything is computed in the browser; pictures, photos and results do not leave the computer, and the page's security policy forbids the browser to send anything elsewhere. What is kept between visits is kept in this browser and can be removed in the lab.
## The footer: privacy, use without a network, updates

privacy = Nothing that you do here leaves this tab: no accounts, no tracking. The page's security policy lets it load its own files and contact nothing else.
offline-kept = Works offline: { $megabytes } MB are kept in this browser.
offline-full = Does not work offline: the browser has no space left for the page. All else works as usual; free some space and reload.
offline-network = Does not work offline yet: not all files of the page arrived. The rest is fetched on your next visit.
offline-refused = Does not work offline: this browser does not keep pages, as in private windows. All else works as usual.
offline-insecure = Does not work offline: browsers keep pages from addresses that begin with https:// or http://localhost only.
update-text = A new version of this page is ready. Updating reloads the page.
update-now = Update now
