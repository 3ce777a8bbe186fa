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
lab-intro = The lab: pretrain a small network on images without labels, with settings of your own, and evaluate, explore and compare what it learnt. Nothing is installed, and no data leaves this tab unless you let another machine compute.

title = patchwise: learning to see without labels
description =
    .content = A small vision network learns to see without labels, in this tab.
continue-box =
    .aria-label = Your last work
# $date: when. $name: the name of the project.
continue-text = You worked here on { DATETIME($date, dateStyle: "medium", timeStyle: "short") }: { $name }.
continue = Continue where you were
start-anew = Start anew

## The device, errors, and words that several sections use

device-opening = Looking for a device…
device-none = No device.
# $reason: why this device was chosen, one of the messages that begin with "reason-" or English text.
device-runs = { $device ->
        [webgpu] Runs on WebGPU: { $reason }.
        [remote] Runs on another machine: { $reason }.
       *[cpu] { $threads ->
            [1] Runs on the CPU: { $reason }.
           *[other] Runs on the CPU ({ $threads } threads): { $reason }.
        }
    }
status-opening = Looking for a device.
status-ready = { $device ->
        [webgpu] Ready on WebGPU.
        [remote] Ready on another machine.
       *[cpu] { $threads ->
            [1] Ready on the CPU.
           *[other] Ready on the CPU ({ $threads } threads).
        }
    }
status-failed = Ended by an error.
error-close = Close
error-other-device = Let the page choose the device
# In other languages, what the engine says in English is behind this.
error-detail = Details in English
device-unknown = The address asks for the device “{ $device }”, but only ?device=cpu and ?device=webgpu are known. The page chose by itself.
server-missing = The address asks for another machine, but this tab knows no server. Enter it in the lab under “Compute on another machine”. The page chose a device by itself.
elsewhere = Compute on another machine
elsewhere-why = Where “patchwise serve --relay” runs on a more powerful machine, this page can compute there. All images that you load or try are sent to it, encrypted.
elsewhere-server = Address of the server, as it printed it
elsewhere-hint = The address begins with http:// or https:// and ends with # and 64 letters and digits.
elsewhere-not-kept = This browser refuses to keep the address for this tab. Allow the page to store data.
elsewhere-token = Text of its token file
elsewhere-connect = Connect
elsewhere-here = Compute on this device again
# Names of buttons and fields in sentences.
quoted = “{ $name }”
stop = Stop
as-a-table = As a table
loss = Loss
accuracy = Accuracy
# The weights of the network: after training, or as they were drawn at random.
trained = trained
random-weights = random weights
chance-level = chance level
# An image without a class, by its number.
image-number = image { $number }
no-class = no class
# Stands in tables for what is not there.
none = –
# A bar for screen readers.
bar-label = { $name }: { $share }

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
lesson-next = Next: { $step }
read-aloud = Read aloud

lesson-title-you = You first: which way was it turned?
lesson-lead-you = Some of these pictures were turned. Say where the top of each points now: click, or press an arrow key. You need no names for this, only your eyes.
lesson-title-untrained = The network knows nothing
lesson-lead-untrained = A neural network is a program with many numbers in it, called weights. At first they are random. Ask it your questions and see what it says. The bright areas influenced its answer most.
lesson-title-learning = It learns
lesson-lead-learning = The computer turns pictures and stickers itself, so it knows the right answers: nobody has to tell it what is in a picture. After each guess the network changes its weights a little. Below are four of your pictures: now and then it is asked about them, but it never learns from them.
lesson-title-again = You against it
lesson-lead-again = Now the trained network gets the questions that you had. It has never seen these pictures while it learnt.
lesson-title-learnt = What did it learn?
lesson-lead-learnt = To know which way is up, you have to recognise what is there. Does that help the network to sort pictures? It is now told the names of a few pictures, of five kinds.
lesson-title-fool = Fool it
lesson-lead-fool = Now the question is no longer how a picture was turned, but what it shows. Change one so that you still know what it is, but the network does not.
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
lesson-guess-picture = picture points { $turn }
lesson-guess-sticker = sticker points { $turn }
lesson-truth = right answer: { $answer }

## The lesson: the quiz

quiz-answers = Where does the top point?
quiz-question-picture = Question { $number } of { $total }: where does the top of the picture point?
quiz-question-sticker = Question { $number } of { $total }: where does the top of the framed sticker point?
quiz-stickers-begin = Something new: now a sticker lies on the picture, a small copy of it in a frame. Only the sticker may be turned.
quiz-right = Correct!
quiz-last = Question { $number }:
quiz-wrong-picture = No: the top of that picture pointed { $turn } ({ $arrow }).
quiz-wrong-sticker = No: the top of that sticker pointed { $turn } ({ $arrow }).
quiz-your-score = Your score
quiz-pictures = right answers about pictures
quiz-stickers = right answers about stickers
score-of = { $right } of { $total }
score-about = about { $number }
score-network = the network, untrained
score-guessing = by guessing
score-you = You
score-you-again = You, the second time
score-network-before = The network, untrained
score-network-after = The network, trained
score-who = Who
score-right = Correct

## The lesson: untrained and trained

untrained-ask = Ask the network
untrained-why = It says nearly the same about every picture: it has not learnt to see yet. It has a harder task than you: nobody tells it whether the picture or the sticker was turned, and it sees no frame. So it has eight answers to choose from, and guessing is right once in eight times.
learning-start = Let it learn
learning-start-time = Let it learn (about two minutes)
learning-anew = Let it learn anew
learning-done = Done: it has learnt.
learning-stop = Stop here
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
again-results = Back to the results
again-caption = Correct answers to the same { $total } questions
again-better = { $right } of { $total }: it has learnt to see which way up things are, also in pictures that are new to it.
again-little = { $right } of { $total } is hardly more than guessing. It has learnt too little this time: let it learn longer, or from more pictures.
again-why = While it learnt, it was right more often: those were pictures that it saw again and again. Fifteen questions are few, so two or three more or fewer right answers can be luck.

## The lesson: what it learnt

learnt-test = Tell it the names of { $count } pictures of each kind
learnt-busy = Working…
learnt-trained = sorted correctly by the trained network
learnt-random = by a network that learnt nothing
learnt-helped = It sorts better than a network that learnt nothing, though many are still wrong. While it turned pictures it was told no names: those five of each kind are all it knows of them.
learnt-not-helped = This time it sorts no better than a network that learnt nothing: the difference may be luck. It has learnt too little; with more time or more pictures this changes.
learnt-why = Both networks were told the same names: { $count } of each of { $classes } kinds. The only difference is that one of them had learnt before, by turning pictures. To learn from questions that the computer makes itself is called self-supervised learning.
learnt-wrong = { $count ->
    [one] One picture was taken for another kind. Click it to see which others the network finds similar
   *[other] { $count } pictures were taken for another kind, such as these. Click one to see which others the network finds similar
}
learnt-taken = { $class }, taken for { $other }
learnt-similar = Pictures that it finds similar
learnt-similar-why = The first is the one that you clicked. The percentages say how alike the network finds the pictures; 100 % would be the same picture. It searches pictures of all kinds, and often goes by colours and shapes rather than by what a thing is.
# $part is a percentage.
learnt-similarity = { $class }, { $part }
moments-title = A map of what it sees
moments-why = Each mark is a picture that it has never learnt from. The nearer two marks are, the more alike the network finds the pictures. Move the slider from before the training to its end.
moments-slider = Moment of the training
moments-step = step { $step }
# $part is a percentage.
moments-words = At step { $step }: of the five nearest neighbours of each of { $images } pictures, { $part } are of the same kind.

## The lesson: fool it

fool-choose = Choose a picture with a ✓: the network names it rightly. Then change it until the network is wrong.
fool-pictures = Pictures to change
fool-none-right = The network names none of these pictures rightly: it has learnt too little. Try the opposite: change one until it is right!
# $named: whether the network gets it right.
fool-picture = { $named ->
    [true] { $class }, which it gets right
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
fool-map = Bright: what influenced its answer most
fool-why = Why? It was told names for few pictures, all of them upright and whole. It goes by colours and shapes in the bright places, and has no idea of things.
fool-unreadable = The browser cannot read “{ $name }” as a picture. Choose a JPEG, PNG or WebP file.
fool-says = The network says: { $other }.
fool-still = It still says: { $other }. Go on.
fool-helped = Now it is right: { $other }! Your change has helped it.
fool-errs-still = It says: { $other }. It was wrong before you changed anything, so this does not count.
# The picture was not changed yet.
fool-errs = The network says: { $other }. But this shows: { $class }. It is wrong without your help: choose a picture with a ✓, or change this one until the network is right.
fool-fooled = { $count ->
    [one] Fooled! It should say { $class } but says { $other }. Would a person have been fooled?
   *[other] Fooled again ({ $count } times so far)! It should say { $class } but says { $other }. Would a person have been fooled?
}

## The lesson: the report

report-name = Your name, if you like (it stays in this tab):
report-print = Print or save as PDF
report-save = Save a result file for your teacher
report-saved = Saved as { $file } in your downloads.
report-link = Copy a link to this lesson
report-copied = Copied: { $link }
report-note = The link makes another computer do the same with the same pictures. The result is a small file; nothing is sent anywhere.
report-pictures = Four of the questions, and beside each the places (bright) that influenced the trained network’s answer:
report-title = A network learns from turned pictures
report-gpu = on the graphics processor
report-remote = on another machine
report-cpu = { $threads ->
    [one] on one processor core
   *[other] on { $threads } processor cores
}
report-training = It learnt in { $step ->
    [one] one step
   *[other] { $step } steps
} from { $images } pictures without names, { $device } (seed { $seed }).
report-sorting = After it was told the names of { $count } pictures of each kind, it sorted this share of the others correctly:
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
merge-title = Results of a class
merge-why = Pupils save a small file on the last page of the lesson. Choose the files of all of them here: they become one table and one plot. Nothing is sent anywhere.
merge-choose = Choose result files
merge-clear = Remove all
# $names: up to three names of files.
merge-refused = { $count ->
    [one] This file is not a result of the lesson and was left out: { $names }.
   *[other] { $count } files are not results of the lesson and were left out, such as { $names }.
} Results are saved on the last page of the lesson.
merge-nameless = without a name
merge-name = Name
merge-person = Person
merge-before = Network, untrained
merge-after = Network, trained
merge-steps = Steps
merge-sorted = Sorted correctly
merge-random = Sorted by a network that learnt nothing
merge-fooled = Fooled
merge-mean = Mean
merge-caption = { $count ->
    [one] Result of one pupil
   *[other] Results of { $count } pupils
}
merge-plot = Correct answers; each dot is one pupil

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
notes-privacy-1 = There are no accounts and there is no tracking. Everything is computed in the browser; pictures, photos and results do not leave the computer, and the page's security policy forbids the browser to send anything elsewhere. What is kept between visits is kept in this browser and can be removed in the lab. Only where you let another machine compute are images sent to it, encrypted.
## The footer: privacy, use without a network, updates

privacy = Nothing that you do here leaves this tab: no accounts, no tracking. The page's security policy lets it load its own files and contact nothing else. Only where you give a web address as the source of images is that address contacted, too. Only where you let another machine compute are images sent to it, encrypted.
offline-kept = Works offline: { $megabytes } MB are kept in this browser.
offline-full = Does not work offline: the browser has no space left for the page. All else works as usual; free some space and reload.
offline-network = Does not work offline yet: not all files of the page arrived. The rest is fetched on your next visit.
offline-refused = Does not work offline: this browser does not keep pages, as in private windows. All else works as usual.
offline-insecure = Does not work offline: browsers keep pages from addresses that begin with https:// or http://localhost only.
update-text = A new version of this page is ready. Updating reloads the page.
update-now = Update now

## The groups of the lab

# In braces without a dollar sign, other messages are put into a text: leave these as they are.
lab-nav =
    .aria-label = Parts of the lab
group-data = Data
group-train = Train
group-evaluate = Evaluate
group-explore = Explore
group-compare = Compare
group-save = Save
settings = Settings

## Progress

progress-starting = Starting…
progress-paused = paused
time-estimating = estimating the time left
time-seconds = { $seconds } s left
time-minutes = { $minutes } min { $seconds } s left
time-hours = { $hours } h { $minutes } min left
# $left in these: one of the messages that begin with "time-".
progress-images = { $done } of { $total } images, { $left }
progress-clusters = Finding clusters, { $done } of { $total }
progress-knn = Measuring kNN accuracy: { $done } of { $total }
progress-steps = Step { $done } of { $total }, epoch { $epoch } of { $epochs }, { $speed } images/s, { $left }
progress-comparison = { $current }, { $left }
progress-share = { $share }, { $left }
# A download, in megabytes.
progress-download = File { $place } of { $count }: { $done } of { $total } MB, { $left }
progress-download-unknown = File { $place } of { $count }: { $done } MB

## Images

data-title = Images
data-source = Source
data-source-scenes = Drawn scenes
data-source-files = My files
data-source-url = Web address
data-source-camera = Camera
files-drop = Drop files or a folder here, or choose them:
files-choose = Files
files-choose-folder = Folder
files-formats = A folder with a folder of images for each class, or it as .zip, .tar or .tar.gz; the files of STL-10, CIFAR-10, CIFAR-100, MNIST and those like them as they are downloaded; NumPy’s .npz and .npy; WebDataset’s .tar; Parquet of the Hugging Face Hub. Splits named train, val and test are kept.
files-chosen = { $count ->
        [one] { $count } file chosen.
       *[other] { $count } files chosen.
    }
files-none = No files are chosen. Choose files or a folder, or drop them.
url-label = Addresses of files, with spaces between them
url-text = The files of a data set by their addresses, such as those of its download links, from a server that lets other pages read them. They are kept in this browser and downloaded once.
url-none = No address is given. Enter the address of a file, or choose another source.
downloads-kept = { $name }: { $size } MB
downloads-part = { $name }: { $size } MB, not complete
downloads-remove = Remove
downloads-remove-name = Remove { $name }
collect-class = Class, if you like
collect-burst = Take 20 pictures
collect-one = Take one
collect-count = { $class }: { $count }
collect-count-without = without a class: { $count }
collect-remove = Remove
    .aria-label = Remove all { $class }
collect-remove-without = Remove
    .aria-label = Remove all without a class
collect-text = { $count ->
        [0] No pictures yet. They stay in this tab.
        [one] { $count } picture. Press “Load images” to use them.
       *[other] { $count } pictures. Press “Load images” to use them.
    }
collect-text-full = { $count } pictures, the most there can be. Press “Load images” to use them.
collect-failed = No picture could be taken ({ $reason }). Start the camera again.
data-square = Photos become square by
data-square-crop = cropping to the centre
data-square-fit = fitting, with black bars
data-square-picture =
    .aria-label = The first photo
data-train-split = Learn from the split
data-test-split = Evaluate on the split
data-split-auto = found by name
data-label-column = Column or field with the labels (empty: found by name)
data-browser-formats = Let the browser decode AVIF and HEIC where it can (pixels may differ between browsers)
data-held-out = Held out for evaluation (%), unless there is a test folder
data-image-size = Image size (px)
data-count = Images to pretrain on
seed = Seed
data-load = Load images
data-hint = Click "Load images" to apply.
data-progress =
    .aria-label = Loading
status-loading = Loading images.
status-loaded = Images loaded.
status-loading-stopped = Loading stopped.
status-downloading = Downloading.
status-downloaded = Downloaded.
status-download-stopped = Download stopped. What has arrived is kept.
# $heldOut: which images are held out for evaluation, one of the messages that begin with "held-out-" or English text.
data-text = { $name }: { $unlabeled ->
        [one] { $unlabeled } image
       *[other] { $unlabeled } images
    } to pretrain on, { $train ->
        [one] { $train } labelled image
       *[other] { $train } labelled images
    }, { $test ->
        [one] { $test } test image
       *[other] { $test } test images
    } ({ $heldOut }), { $size } × { $size } pixels, { $classes ->
        [0] no classes
        [one] { $classes } class
       *[other] { $classes } classes
    }.
dataset-scenes = Scenes
dataset-images = Images
data-skipped = Skipped { $names }: { $reason }.
data-skipped-more = Skipped { $names } and { $count } more: { $reason }.
data-names-unseen = The names of the classes are hidden: the network never sees them while it pretrains.
data-show-names = Show them
data-preview-title = Click an image to see its views
held-out-scenes = scenes drawn for evaluation only
held-out-folder = the images in { $folder }/
held-out-images = { $percent }% of the images, drawn at random
held-out-classes = { $percent }% of each class, drawn at random

## The drawn scenes

class-house = house
# A conifer; "tree" is one with leaves.
class-fir = fir
class-tree = tree
class-sailboat = sailboat
class-car = car
class-mushroom = mushroom
class-flower = flower
class-lighthouse = lighthouse
class-snowman = snowman
class-balloon = balloon

## The eight views

views-title = The eight views
views-text = The image rotated by 0°, 90°, 180° and 270°, then the upright image with a shrunken copy of each of these pasted at one place (the patch). The network learns to tell such views apart.
view-rotated = { $degrees }°
view-patch = patch { $degrees }°

## Training

train-title = Train without labels (pretraining)
train-method = Method
train-patch-ratio = Patch size (fraction of the image side)
train-backbone = Network
train-best = Learn the most in the time I have
train-minutes = Minutes
train-best-text = { $method }, { $epochs ->
    [one] one epoch
   *[other] { $epochs } epochs
}: about { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
} on this device.
train-epochs = Times through all images (epochs)
train-batch-size = Batch size
train-learning-rate = Learning rate
train-augmentation = Random changes of images (augmentation)
train-small-start = Smaller images at first
small-start-none = no
small-start-half = for half of the steps
small-start-most = for four fifths of the steps
train-knn = Measure kNN accuracy while training (needs classes)
augmentation-own = as suits the method
augmentation-flip = flip
augmentation-crop = crop and flip
augmentation-reflect = crop with mirrored edges, and flip
augmentation-strong = strong: parts, flips and colours
augmentation-none = none
task-temperature = Temperature
task-draws = Copies of each image
task-focus = Focus on hard pairs (focal loss)
task-cluster-starts = Starts of k-means
task-cluster-rounds = Rounds of k-means at most
task-invariance = Weight of equal features (invariance)
task-variance = Weight of variance
task-covariance = Weight of covariance
task-target-decay = Part of the target network kept per step
task-patch-weight = Weight of the turned views
train-start = Start
train-copy-link = Copy a link with these settings
train-pause = Pause
train-resume = Resume
train-progress =
    .aria-label = Training
status-training-started = Training started.
status-training-paused = Training paused.
status-training-resumed = Training resumed.
status-training-finished = Training finished.
status-training-stopped = Training stopped; the network trained so far is kept.
status-training-restarted = Training was restarted at step { $step }.
train-unfinished = Stopped at step { $step } of { $total }: “{ keep-resume }” under “{ keep-title }” continues it.
train-hardly-begun = The training that was cut short had just begun: press “Start” to begin it anew.
# $reason: a sentence of its own.
train-restarted = { $count ->
        [1] Restarted once by itself, the last time at step { $step }: { $reason }
       *[other] Restarted { $count } times by itself, the last time at step { $step }: { $reason }
    }
train-restarted-memory = Memory was short, so gradients are computed for { $images } images at once; batch norm uses the statistics of these.
train-chart-table =
    .aria-label = Loss and accuracy by step
chart-pretext = Accuracy on the pretext task
chart-loss-by-step = Loss by step
chart-pretext-by-step = Accuracy on the pretext task by step
train-summary-knn = The kNN accuracy went from { $first } to { $last }.
chart-knn = kNN accuracy while training
chart-knn-by-step = kNN accuracy by step
chart-steps = steps →
train-summary-loss = { $steps ->
        [one] After { $steps } step the loss went from { $first } to { $last } (mean of the last tenth).
       *[other] After { $steps } steps the loss went from { $first } to { $last } (mean of the last tenth).
    }
train-summary = { $steps ->
        [one] After { $steps } step the loss went from { $first } to { $last }, the accuracy on the pretext task to { $accuracy } (means of the last tenth).
       *[other] After { $steps } steps the loss went from { $first } to { $last }, the accuracy on the pretext task to { $accuracy } (means of the last tenth).
    }
train-summary-chance = { $steps ->
        [one] After { $steps } step the loss went from { $first } to { $last }, the accuracy on the pretext task to { $accuracy } (means of the last tenth; chance level: { $chance }).
       *[other] After { $steps } steps the loss went from { $first } to { $last }, the accuracy on the pretext task to { $accuracy } (means of the last tenth; chance level: { $chance }).
    }
train-step = Step
train-rank = The features differ in about { $rank } of { $count } directions (effective rank).
train-collapsed = The network has collapsed: it gives nearly the same features for every image, so it learns nothing any more. Stop it, and lower the learning rate or change the settings of the method.

## Methods, by their names in the engine: titles are as written in papers, summaries are plain sentences for pupils

# In the list of methods: the question that the network has to answer, then the method's name.
method-choice = { $plain } ({ $title })
method-rotnet-plain = Which way was it turned?
method-patch-rotnet-plain = Turned picture or turned sticker?
method-patch-relnet-plain = Are picture and sticker turned alike?
method-deep-infomax-plain = Do these parts belong together?
method-deep-cluster-plain = Which group is it in?
method-simclr-plain = Which two are copies of one picture?
method-vicreg-plain = Same features for both copies?
method-relational-reasoning-plain = One picture or two?
method-byol-plain = What does the copy of me see?
method-simclr-patch-rotnet-plain = Pairs of copies, and turns
method-vicreg-patch-rotnet-plain = Same features for copies, and turns
method-supervised-plain = What is it? With all labels
method-rotnet-title = RotNet
method-rotnet-summary = The network sees an image turned by 0, 90, 180 or 270 degrees and predicts which turn it is.
method-patch-rotnet-title = Patch RotNet
method-patch-rotnet-summary = The image, or a small copy pasted onto it, is turned; the network predicts which of them and by how much.
method-patch-relnet-title = Patch RelNet
method-patch-relnet-summary = The network sees a turned image beside one with a turned patch and predicts their shared turn.
method-deep-infomax-title = Deep InfoMax
method-deep-infomax-summary = The network decides whether its summary of an image and the details of an image belong together.
method-deep-cluster-title = Deep Cluster
method-deep-cluster-summary = Similar images are grouped, the network learns to name the group, and the groups are recomputed.
method-simclr-title = SimCLR
method-simclr-summary = Two altered copies of each image are made; among those of many images, the network finds the pairs.
method-vicreg-title = VICReg
method-vicreg-summary = Two altered copies of each image should give the same features, which must differ between images.
method-relational-reasoning-title = Relational Reasoning
method-relational-reasoning-summary = The network sees two altered copies and tells whether they are of one image or of two.
method-byol-title = BYOL
method-byol-summary = From one altered copy of an image, the network predicts what a slower copy of itself sees in another.
method-simclr-patch-rotnet-title = SimCLR + Patch RotNet
method-simclr-patch-rotnet-summary = The network learns both at once: to pair altered copies, and to tell how images and patches are turned.
method-vicreg-patch-rotnet-title = VICReg + Patch RotNet
method-vicreg-patch-rotnet-summary = The network learns both at once: the same features for altered copies, and how images and patches are turned.
method-supervised-title = Supervised
method-supervised-summary = The network is trained on the correct class of each image: reference for learning without labels.
# A row of the comparison: a network that was not trained.
method-random-title = Random weights

## Networks

backbone-resnet8-title = ResNet-8
backbone-resnet32-title = ResNet-32
backbone-resnet56-title = ResNet-56

## Evaluations

protocol-linear-title = Linear evaluation
protocol-linear-summary = The paper's two-layer classifier, or a single layer, is trained on the features; the network stays as it is.
protocol-finetune-title = Fine-tuning
protocol-finetune-summary = The network and a classifier are trained together with labels.
protocol-knn-title = Nearest neighbours
protocol-knn-summary = Each test image gets the class of the most similar labelled images.
protocol-retrieval-title = Retrieval
protocol-retrieval-summary = For each test image, the most similar other ones are retrieved: are they of the same class?
protocol-pretext-title = Pretext task
protocol-pretext-summary = The pretraining task itself, on images not seen in pretraining.
evaluate-title = Evaluate what it learnt
evaluate-protocol = Evaluation method
evaluate-classifier = Classifier (linear evaluation, fine-tuning)
evaluate-two-layer = two layers, as in the paper
evaluate-single-layer = a single layer
evaluate-logistic = logistic regression
evaluate-classless = These images have no classes, which all but the pretext task need. “{ sort-title }” makes a classifier from a few labels of your own.
evaluate-start = Evaluate
evaluate-progress =
    .aria-label = Evaluating
status-evaluating = Evaluating.
status-evaluated = Evaluation finished.
status-evaluation-stopped = Evaluation stopped.
result-two-layer = The classifier has two layers, as in the paper.
result-single-layer = The classifier has a single layer; the paper’s has two.
result-logistic = The classifier is logistic regression; the paper’s has two layers.
# $level: how sure the interval is, 95%.
# Before the percentages, in counts; guessed: how many by guessing.
result-counts = Right on { $correct } of { $total }; random weights { $random }; guessing about { $guessed }.
result-counts-alone = Right on { $correct } of { $total }; guessing about { $guessed }.
result-accuracy = Accuracy: { $accuracy } ({ $correct } of { $total }; { $level } interval: { $low } to { $high }).
result-retrieval = The most similar image is of the same class for { $accuracy } of the test images ({ $correct } of { $total }; { $level } interval: { $low } to { $high }).
result-above = That is { $points } percentage points above random weights.
result-below = That is { $points } percentage points below random weights.
retrieval-caption = Recall: an image of the same class is among the first 1, 5 or 10. mAP: mean average precision.
retrieval-weights = weights
retrieval-results = Retrieval results
confusion = Confusion matrix
confusion-corner = actual \ predicted
confusion-accuracy = accuracy
confusion-by-class = By class

## Attention

attend-title = Attention (Grad-CAM)
attend-text = Bright areas influenced the answer most. Where a method has no classes, they are what makes a view like the upright image. Run an evaluation first to explain class labels.
attend-target = Explain
attend-pretext = pretext task
attend-label = class label
attend-start = Show attention
status-attending = Drawing attention maps.
status-attended = Attention maps drawn.
attend-image = Image { $number }.
attend-image-class = Image { $number }, { $class }.
attend-untrained = Untrained
attend-trained = Trained
# $view: one of the messages that begin with "view-". $name: an answer.
attend-correct = { $view }: ✓ correct
attend-wrong = { $view }: ✗ predicted { $name }
attend-predicted = { $view }: predicted { $name }
attend-similarity = { $view }: { $similarity } like the upright image
# Answers to the pretext tasks.
answer-turned = turned { $degrees }°
answer-patch = patch { $degrees }°
answer-cluster = cluster { $number }
answer-class = class { $number }
answer-own-map = own map
answer-another-map = another's map

## Similar images

similar-title = Similar images (retrieval)
similar-text = Test images are compared by the cosine similarity of their features. Needs more than ten test images with classes.
similar-start = Find similar images
similar-progress =
    .aria-label = Comparing test images
status-timing = Measuring how fast this device trains.
status-timed = Measured.
status-ranking = Comparing test images.
status-ranked = Similar images found: choose one.
status-search-stopped = Search stopped.
similar-queries = Click an image to see the most similar ones
similar-caption = { $place }. { $name } { $similarity }
similar-caption-same = { $place }. { $name } ✓ { $similarity }
similar-caption-other = { $place }. { $name } ✗ { $similarity }
similar-summary = { $same } of the { $total } images most similar to this { $name } are of its class ({ $share }). ✓: same class, ✗: another class; the number is the cosine similarity.
similar-why = Why are they alike?
similar-why-text = Bright areas are what makes the two images of a pair alike to the network.
similar-pair = Pair { $place }

## Sorting with a few labels

sort-title = Sort images with a few labels
sort-text = Say of a few images which class they are of: a classifier on the features of the network learns from them in a second and sorts the rest. Suggested are, in turn, images between two classes, where it is unsure, and images unlike all that are labelled: from both it learns the most.
sort-suggest = Suggest images to label
sort-show = Show
sort-view-next = To label next
sort-view-all = All images
sort-view-labeled = Labelled by you ({ $count })
sort-view-class = Sorted as { $class } ({ $count })
sort-progress =
    .aria-label = Learning from labels
status-learning = Learning from labels.
status-learning-stopped = Learning stopped.
status-learnt = Learnt: right on { $correct } of { $total } held-out labels.
status-suggested = Images suggested.
sort-new-class = New class
sort-add-class = Add class
sort-select-first = Select images first.
sort-classes =
    .aria-label = Classes
sort-keys = Click images to select them (with Shift, a range), then click a class, press its number, or drag them onto it.
sort-tiles =
    .aria-label = Images to label
sort-none = There are none.
sort-back = Previous
sort-forward = Next
sort-page = { $first } to { $last } of { $total }
sort-needs-network = Needs a trained network: see “{ train-title }”.
sort-kept = { $count ->
        [one] { $count } label is kept: press “Suggest images to label” to learn from it with this network.
       *[other] { $count } labels are kept: press “Suggest images to label” to learn from them with this network.
    }
sort-begin = Press “Suggest images to label” to begin, or show all images.
sort-name-classes = Name at least two classes, select images, and say which class they are of.
sort-give-images = Give at least two classes an image each.
sort-go-on = Go on: more labels make it better, above all those of suggested images.
# A button for a class: $key is the key to press.
sort-class = { $class } ({ $count })
sort-class-key = { $key } { $class } ({ $count })
sort-no-class = 0 no class
sort-remove-class = ×
    .aria-label = Remove the class { $class }
tile-labeled = ✓ { $class }
tile-predicted = { $class }? { $share }
tile-typical = near the average of all
tile-unlike = least like the others
tile-unlike-similarity = least like the others (similarity { $similarity })
# $classes: two classes with their probabilities, as in "house 51.0% or tree 40.1%".
tile-between = { $classes }?
tile-class = { $class } { $share }
tile-unsure = unsure?
sort-report-title = { $count ->
        [one] How the { $count } image is sorted
       *[other] How the { $count } images are sorted
    }
sort-not-among = Not among them: { $count } held out for evaluation (see “{ data-title }”).
sort-second-image = Label a second image of a class to see how often the classifier is right.
sort-accuracy = Right on { $correct } of { $total } held-out labels: { $accuracy } ({ $level } interval: { $low } to { $high }). Each was predicted by a classifier trained on the others.
sort-mistakes = Held-out labels that it got wrong: are they right?
# $class: what a person said. $predicted: what the classifier said.
sort-mistake = { $class } taken for { $predicted }: { $count }

## Trying it, and the camera

try-title = Try it: a photo or the camera
try-text = The network names the class of a new picture and shows which areas influenced its answer. The classifier of the last linear evaluation or fine-tuning (“{ evaluate-title }”), or the one that learnt from your labels (“{ sort-title }”), does this. Pictures do not leave this tab unless you let another machine compute.
try-drop = Drop a photo here, paste one (Ctrl{ "\u202F" }+{ "\u202F" }V or ⌘{ "\u202F" }V), or choose it:
try-photo = Photo
camera-start = Start camera
camera-stop = Stop camera
camera-keep = Keep this picture
camera-video =
    .aria-label = Live picture of the camera
camera-caption = The camera; it stops when you scroll away or leave the page
camera-rate = { $rate } frames per second
try-progress =
    .aria-label = Looking at the picture
status-trying = Looking at the picture.
status-picture-shows = The picture shows: { $class }.
status-similar-found = Similar images found.
status-camera-opening = Opening the camera.
status-camera-started = Camera started.
status-camera-stopped = Camera stopped.
status-camera-scrolled = Camera stopped: it was scrolled out of view.
status-camera-left = Camera stopped: the page was left.
status-camera-network = Camera stopped: the network changes.
status-camera-shows = The camera shows: { $class }.
camera-refused = This page may not use the camera. Allow it in the browser’s settings for this page, then press “Start camera”.
camera-missing = No camera was found. Connect one, then press “Start camera”.
camera-in-use = The camera cannot be read. Close other programs that may be using it, then press “Start camera”.
camera-no-access = Browsers open the camera only for pages with an https address, or on this machine (localhost).
camera-disconnected = The camera was disconnected or taken by another program. Connect it again, then press “Start camera”.
try-pasted = Pasted picture
try-from-camera = Picture from the camera
try-needs-model = Train a network or load a model first.
try-needs-classifier = Run linear evaluation or fine-tuning under “{ evaluate-title }”, or label images under “{ sort-title }”, first.
try-wait = Wait until the current work has ended, or stop it.
try-needs-network = Needs a trained network: see “{ train-title }”.
try-classes = The classifier knows these classes: { $classes }.
try-no-classifier = There is no classifier yet. Run linear evaluation or fine-tuning under “{ evaluate-title }”, or label images under “{ sort-title }”, to train one.
try-similar-only = Until then, a photo only gets the most similar test images.
try-picture = The picture
try-attention = As the network sees it, with attention (Grad-CAM): bright areas influenced the answer most
try-answer = { $class }, { $share }
try-similar = The most similar test images; the number is the cosine similarity of their features.

## The feature map

map-title = Feature map in 2-D (t{ "\u2011" }SNE)
map-text = Test images with similar features are placed near each other. After linear evaluation or fine-tuning, the features of the classifier's network are shown.
map-start = Draw
map-progress =
    .aria-label = Drawing the feature map
status-mapping = Drawing the feature map.
status-mapped = Feature map drawn.
status-mapping-stopped = Drawing stopped; the map drawn so far is kept.
map-summary = { $count } test images, those with similar features near each other. Point at a mark, or use the arrow keys, to see its image.
map-summary-classes = { $count } test images, those with similar features near each other. Of the five nearest to each, { $share } are of its class. Point at a mark, or use the arrow keys, to see its image.
map-table =
    .aria-label = Positions of test images
map-image = Test image
map-class = Class
map-across = Across
map-down = Down

## Comparing methods

compare-title = Compare methods
compare-text = Trains and evaluates each method with the settings under “{ train-title }”; each method has its own learning rate. Your own network is kept.
compare-rows = Rows
compare-random = Random weights
compare-seeds = Seeds
compare-finetune = With fine-tuning (slower)
compare-few-labels = With five labels per class, too
compare-start = Compare
compare-progress =
    .aria-label = Comparing
compare-table =
    .aria-label = Comparison of methods
compare-method = Method
# A method with the size of its patch, as in "Patch RotNet 0.4".
compare-row = { $method } { $ratio }
compare-error = { $method }: { $error }
status-comparing = Comparing methods.
status-compared = Comparison finished.
status-comparison-stopped = Comparison stopped; the results so far are kept.
# What a comparison is at; $row is a method.
comparing-starting = { $row }, seed { $seed }: starting
comparing-training = { $row }, seed { $seed }: training
comparing-evaluating = { $row }, seed { $seed }: evaluating
comparing-table = writing the table
# Headings of the table.
column-loss = loss
column-pretext-train = pretext, training
column-pretext = pretext, unseen images
# $column is the heading of a protocol that learnt from few labelled images.
column-labels = { $column }, { $count ->
    [one] one label per class
   *[other] { $count } labels per class
}
column-linear = linear
column-finetune = fine-tuned
column-knn = kNN
column-recall-1 = recall@1
column-recall-5 = recall@5
column-recall-10 = recall@10
column-map = mAP
column-seconds = pretraining, s
export-markdown = Markdown
export-csv = CSV
export-json = JSON

## Runs side by side

runs-title = Runs side by side
runs-none = Each training is listed here with its settings and results; the next one keeps it.
runs-table =
    .aria-label = Runs
runs-text = Loss and accuracy on the pretext task are means of the last tenth of the steps. “Use” goes back to the network of a run.
runs-run = Run
runs-network = Network
runs-method = Method
runs-settings = Settings
runs-images = Images
runs-steps = Steps
runs-pretext = Pretext task
runs-few-labels = Few labels
runs-current = current
run-use = Use
    .aria-label = Use: Run { $number }
run-remove = Remove
    .aria-label = Remove: Run { $number }
run-undo = Undo
    .aria-label = Undo: Run { $number }
run-step = { $step } of { $total }
run-few-labels = { $share } of { $total }
run-accuracy-random = { $accuracy } (random weights { $random })
# The settings of a run, joined as a list.
run-epochs = { $count ->
        [one] { $count } epoch
       *[other] { $count } epochs
    }
run-batch-size = batch size { $size }
run-learning-rate = learning rate { NUMBER($rate, maximumSignificantDigits: 6) }
run-patch-size = patch size { $ratio }
run-seed = seed { $seed }
runs-loss-by-step = Loss of the runs by step
runs-pretext-by-step = Accuracy of the runs on the pretext task by step
status-run-used = Back at an earlier run.

## Saving and loading

keep-title = Save and load
keep-save = Save model
keep-load = Load model
keep-resume = Resume
keep-save-html = Save classifier as a web page
keep-save-onnx = Save as ONNX
keep-text = Models are safetensors files with tensors named like PyTorch modules, ONNX files are for other programs, and the web page classifies photos and what a camera sees, also without a network. Resume restores the last checkpoint of an interrupted run and trains it to its end.
status-model-loaded = Model loaded.
network-loaded = { $steps ->
        [one] Loaded: { $method }, { $backbone }, { $steps } step on { $data } at { $size } px.
       *[other] Loaded: { $method }, { $backbone }, { $steps } steps on { $data } at { $size } px.
    }

## Projects: the work that is kept in the browser

project-load = Open project file
# $used, $quota: sizes such as "12 MB".
projects-kept = Kept in this browser ({ $used } of { $quota } used):
projects-none = Once a training starts, it is kept in this browser: images, settings, network and results.
# The name of a new project: what its images are, and when it was begun.
project-name = { $data }, { DATETIME($date, dateStyle: "short", timeStyle: "short") }
project-state-open = { $name } (open)
project-state-deleted = { $name } (deleted)
project-state-problem = { $name } ({ $problem })
project-undo = Undo
    .aria-label = Undo { $name }
project-open = Open
    .aria-label = Open { $name }
project-rename = Rename
    .aria-label = Rename { $name }
project-save = Save as a file
    .aria-label = Save as a file { $name }
project-delete = Delete
    .aria-label = Delete { $name }
project-new-name = The name of the project:
project-progress = { $done } of { $total } images
project-not-kept = Not kept: { $problem }
project-not-opened = Not opened: { $problem }
project-damaged = The project is damaged or of another program: its entry “{ $entry }” is not as it should be. Use another project.
project-no-images = The project has no images. Use another one.
status-project-opening = Opening the project.
status-project-not-opened = The project was not opened.
status-project-opened = Your work is back.

## What can go wrong, by the engine's codes. In English the page shows what the engine says itself, which is more exact;
## in other languages these sentences stand before that: what happened in general, and what to do.

error-invalid-config = A setting has a value that cannot be used. Change it, then try again.
error-invalid-data = A file cannot be used. Choose another one.
error-label-out-of-range = A file has labels that its data set does not have. It is damaged, or belongs to another data set.
error-no-images = No images were found. Choose image files, or a folder of them.
error-too-few-images = There are fewer images than one batch needs. Add images, or set a smaller batch size.
error-no-labels = This needs images with classes. Load images with one folder per class.
error-non-finite-loss = The training became unstable. Lower the learning rate, then start again.
error-invalid-model = This file is not a model that can be used here. Choose a file that “Save model” wrote.
error-other-data = The network belongs to other images. Load those, or start a new training.
error-storage-failed = Something could not be kept in this browser, or read from it. Check the free space; private windows keep nothing.
error-device-unavailable = This device cannot be used here. Let the page choose the device, or use a newer browser.
error-device-failed = The device failed. Load the images again; “Resume” restores the last checkpoint of a training.
error-server-unreachable = The server cannot be reached. Check its address, and that “patchwise serve --relay” runs there.
error-server-refused = The server refused the token. Give the text of its token file.
error-server-incompatible = The server runs another version of patchwise. Install the same version on both machines.
error-out-of-order = Something else has to be done first.
error-busy = Other work is under way. Wait until it has ended, or stop it.
error-closed = The device was closed. Load the images again.
error-download-failed = A file could not be downloaded. Check its address; the server may not let other pages read it. Or download it yourself and choose it under “My files”.
error-internal-error = There is a mistake in the program. Load the images again, and report it if it happens again.
error-out-of-memory = There is not enough memory. Use fewer or smaller images or a smaller batch size, and close other tabs.
error-unknown = Something went wrong. Try again, and report it if it happens again.
# Names in the engine's sentences.
field-clusters = number of clusters
field-rows = number of rows
call-load = “Load images”
call-pretrain = “Start”
call-save = “Save model”
call-compare = “Compare”
call-linear = “Evaluate” with linear evaluation or fine-tuning
call-retrieval = “Find similar images”

## Why a device was chosen: as the engine says it in English

reason-cpu-requested = the CPU was requested
reason-webgpu-requested = WebGPU was requested and gives the results of the CPU
reason-webgpu-available = WebGPU is available and gives the results of the CPU
reason-no-webgpu = this browser or page has no WebGPU
reason-no-adapter = the browser offers no WebGPU adapter
reason-software = the only WebGPU adapter is software, slower than the CPU
reason-cpu-faster = it is faster here than WebGPU, which takes { $webgpu } ms a step against { $cpu } ms on the CPU
reason-webgpu-faster = it gives the results of the CPU and is faster: { $webgpu } ms a step against { $cpu } ms on the CPU
reason-one-thread = on one thread, as the page is not cross-origin isolated
reason-server = a server was requested and gives the results of the CPU
reason-server-lost = the connection to the server was lost
