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

lesson-title-you = You first: which way was it turned?
lesson-lead-you = A picture was turned. Say where its top points now: click, or press an arrow key. After ten pictures, small stickers on a picture are turned. There are no names here, and none are needed.
lesson-title-untrained = The network knows nothing
lesson-lead-untrained = A neural network is a program with many numbers in it, called weights. At first they are random. Ask it your questions and see what it says. The bright areas influenced its answer most.
lesson-title-learning = It learns
lesson-lead-learning = The computer turns pictures and stickers itself, so it knows the right answers: nobody has to tell it what is in a picture. After each guess it changes its weights a little. Watch four pictures while it learns.
lesson-title-again = You against it
lesson-lead-again = The same questions again. The network has never seen these pictures while it learnt.
lesson-title-learnt = What did it learn?
lesson-lead-learnt = To see which way is up, one has to see what is there. Does it help the network to sort? It is now told the names of only a few pictures.
lesson-title-fool = Fool it
lesson-lead-fool = Change a picture so that you still know what it is, but the network does not. What does it look at?
lesson-title-report = Your report
lesson-lead-report = What you did and what the network learnt, on one page.

lesson-status-asking = The network is asked.
lesson-status-answered = The network has answered.
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

fool-choose = Choose a picture:
fool-picture = Picture { $number }
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
fool-says = The network says: { $class }.
fool-fooled = { $count ->
    [one] Fooled! It said { $class }, and now { $other }. Would a person have been fooled?
   *[other] Fooled, for the { $count }. time! It said { $class }, and now { $other }. Would a person have been fooled?
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
