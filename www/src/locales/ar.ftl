# The page's words in Arabic.

direction = rtl

## The frame of the page

doors =
    .aria-label = أقسام الصفحة
door-lesson = الدرس
door-lab = المختبر
door-teachers = للمعلمين
language = اللغة
lab-intro = المختبر: درِّب شبكة صغيرة تدريبًا مسبقًا على صور بلا وسوم وبالإعدادات التي تختارها، ثم قيِّم ما تعلّمته واستكشفه وقارنه. لا يُثبَّت أي شيء على الجهاز، ولا تغادر أي بيانات علامة التبويب هذه إلا إذا سمحت لجهاز آخر بالحساب.

title = patchwise: تعلُّم الرؤية بلا وسوم
description =
    .content = شبكة رؤية صغيرة تتعلم أن ترى بلا وسوم، في علامة التبويب هذه.
continue-box =
    .aria-label = آخر عمل لك
continue-text = كان آخر عمل لك هنا ({ DATETIME($date, dateStyle: "medium", timeStyle: "short") }): { $name }.
continue = تابع من حيث توقفت
start-anew = ابدأ من جديد

## The device, errors, and words that several sections use

device-opening = جارٍ البحث عن وحدة معالجة…
device-none = لا توجد وحدة معالجة.
device-runs = { $device ->
        [webgpu] تعمل الصفحة على WebGPU: { $reason }.
        [remote] تعمل الصفحة على جهاز آخر: { $reason }.
       *[cpu] { $threads ->
            [zero] تعمل الصفحة على المعالج (CPU): { $reason }.
            [one] تعمل الصفحة على المعالج (CPU): { $reason }.
            [two] تعمل الصفحة على المعالج (CPU، خيطان): { $reason }.
            [few] تعمل الصفحة على المعالج (CPU، { $threads } خيوط): { $reason }.
            [many] تعمل الصفحة على المعالج (CPU، { $threads } خيطًا): { $reason }.
           *[other] تعمل الصفحة على المعالج (CPU، { $threads } خيط): { $reason }.
        }
    }
status-opening = جارٍ البحث عن وحدة معالجة.
status-ready = { $device ->
        [webgpu] الصفحة جاهزة على WebGPU.
        [remote] الصفحة جاهزة على جهاز آخر.
       *[cpu] { $threads ->
            [zero] الصفحة جاهزة على المعالج (CPU).
            [one] الصفحة جاهزة على المعالج (CPU).
            [two] الصفحة جاهزة على المعالج (CPU، خيطان).
            [few] الصفحة جاهزة على المعالج (CPU، { $threads } خيوط).
            [many] الصفحة جاهزة على المعالج (CPU، { $threads } خيطًا).
           *[other] الصفحة جاهزة على المعالج (CPU، { $threads } خيط).
        }
    }
status-failed = انتهى العمل بسبب خطأ.
error-close = إغلاق
error-other-device = دع الصفحة تختار وحدة المعالجة
error-detail = التفاصيل بالإنجليزية
device-unknown = يطلب العنوان وحدة المعالجة «{ $device }»، لكن المعروف هو { "?device=cpu" } و{ "?device=webgpu" } فقط. اختارت الصفحة بنفسها.
server-missing = يطلب العنوان جهازًا آخر، لكن علامة التبويب هذه لا تعرف أي خادم. أدخله في المختبر تحت «الحساب على جهاز آخر». اختارت الصفحة وحدة معالجة بنفسها.
elsewhere = الحساب على جهاز آخر
elsewhere-why = إذا كان «patchwise serve --relay» يعمل على جهاز أقوى، فيمكن لهذه الصفحة أن تحسب هناك. تُرسل إليه مشفّرةً كل الصور التي تحمّلها أو تجرّبها.
elsewhere-server = عنوان الخادم كما عرضه
elsewhere-hint = يبدأ العنوان بـ { "http://" } أو { "https://" } وينتهي بـ { "#" } و64 حرفًا ورقمًا.
elsewhere-not-kept = يرفض هذا المتصفح حفظ العنوان لعلامة التبويب هذه. اسمح للصفحة بتخزين البيانات.
elsewhere-token = نص ملف الرمز الخاص به
elsewhere-connect = اتصال
elsewhere-here = العودة إلى الحساب على هذا الجهاز
quoted = «{ $name }»
stop = إيقاف
as-a-table = في جدول
loss = الخسارة
accuracy = الدقة
trained = أوزان مدرَّبة
random-weights = أوزان عشوائية
chance-level = مستوى الصدفة
image-number = الصورة { $number }
no-class = بلا فئة
none = –
bar-label = { $name }: { $share }

## Words that many parts use

right = صحيح
wrong = خطأ
back = رجوع
next = التالي
undo = تراجع
pause = إيقاف مؤقت
resume = استئناف
paused = متوقف مؤقتًا
number = { NUMBER($value, maximumFractionDigits: 2) }
part = { $part }

## The lesson: its frame

lesson-steps = مراحل الدرس
lesson-step-you = أنت أولًا
lesson-step-untrained = لا تعرف شيئًا
lesson-step-learning = إنها تتعلم
lesson-step-again = أنت ضد الشبكة
lesson-step-learnt = ماذا تعلّمت؟
lesson-step-fool = اخدعها
lesson-step-report = تقريرك
to-the-lab = تابع في المختبر
lesson-opening = جارٍ البدء…
lesson-first-learning = دعها تتعلم أولًا: المرحلة 3.
lesson-first-learnt = أخبرها أولًا ببعض الأسماء: المرحلة 5.
lesson-next = التالي: { $step }
read-aloud = قراءة بصوت عالٍ

lesson-title-you = أنت أولًا: إلى أي جهة أُديرت الصورة؟
lesson-lead-you = أُدير بعض هذه الصور. قل عن كل صورة إلى أين يشير أعلاها الآن: انقر أو اضغط على أحد مفاتيح الأسهم. لا تحتاج إلى أسماء، بل إلى عينيك فقط.
lesson-title-untrained = الشبكة لا تعرف شيئًا
lesson-lead-untrained = الشبكة العصبية برنامج فيه أعداد كثيرة تسمى الأوزان. في البداية تكون عشوائية. اطرح عليها أسئلتك وانظر ماذا تجيب. المناطق المضيئة هي التي أثّرت في جوابها أكثر من غيرها.
lesson-title-learning = إنها تتعلم
lesson-lead-learning = يدير الحاسوب الصور والملصقات بنفسه، فهو يعرف الأجوبة الصحيحة: لا حاجة إلى أن يخبره أحد بما في الصورة. بعد كل محاولة تغيّر الشبكة أوزانها قليلًا. في الأسفل أربع من صورك: تُسأل الشبكة عنها من حين إلى آخر، لكنها لا تتعلم منها أبدًا.
lesson-title-again = أنت ضد الشبكة
lesson-lead-again = الآن تُطرح على الشبكة المدرَّبة الأسئلة التي طُرحت عليك. لم ترَ هذه الصور قط في أثناء تعلّمها.
lesson-title-learnt = ماذا تعلّمت؟
lesson-lead-learnt = لكي تعرف أين الأعلى، عليك أن تتعرف على ما في الصورة. هل يساعد ذلك الشبكة على تصنيف الصور؟ نخبرها الآن بأسماء عدد قليل من الصور، من خمسة أنواع.
lesson-title-fool = اخدعها
lesson-lead-fool = لم يعد السؤال الآن كيف أُديرت الصورة، بل ماذا تُظهر. غيّر واحدة بحيث تظل تعرف ما هي، ولا تعرف الشبكة.
lesson-title-report = تقريرك
lesson-lead-report = ما فعلتَه أنت وما تعلّمته الشبكة، في صفحة واحدة.

lesson-status-asking = جارٍ سؤال الشبكة.
lesson-status-answered = أجابت الشبكة.
lesson-status-measuring = جارٍ قياس سرعة هذا الحاسوب.
lesson-status-measured = بدأت الشبكة تتعلم.
lesson-status-sorting = الشبكة تصنّف.
lesson-status-sorted = صنّفت الشبكة الصور.
lesson-status-searching = جارٍ البحث عن صور متشابهة.
lesson-status-found = عُثر على صور متشابهة.
lesson-stopped = توقف هذا العمل. ابدأه من جديد.

## The lesson: how something was turned

turn-0 = إلى الأعلى
turn-1 = إلى اليسار
turn-2 = إلى الأسفل
turn-3 = إلى اليمين
lesson-guess-picture = الصورة تشير { $turn }
lesson-guess-sticker = الملصق يشير { $turn }
lesson-truth = الجواب الصحيح: { $answer }

## The lesson: the quiz

quiz-answers = إلى أين يشير الأعلى؟
quiz-question-picture = السؤال { $number } من { $total }: إلى أين يشير أعلى الصورة؟
quiz-question-sticker = السؤال { $number } من { $total }: إلى أين يشير أعلى الملصق المؤطَّر؟
quiz-stickers-begin = شيء جديد: على الصورة الآن ملصق، وهو نسخة صغيرة منها داخل إطار. قد يكون الملصق وحده مُدارًا.
quiz-right = أحسنت، صحيح!
quiz-last = السؤال { $number }:
quiz-wrong-picture = لا: كان أعلى تلك الصورة يشير { $turn } ({ $arrow }).
quiz-wrong-sticker = لا: كان أعلى ذلك الملصق يشير { $turn } ({ $arrow }).
quiz-your-score = نتيجتك
quiz-pictures = أجوبة صحيحة عن الصور
quiz-stickers = أجوبة صحيحة عن الملصقات
score-of = { $right } من { $total }
score-about = نحو { $number }
score-network = الشبكة دون تدريب
score-guessing = بالتخمين
score-you = أنت
score-you-again = أنت، في المرة الثانية
score-network-before = الشبكة دون تدريب
score-network-after = الشبكة بعد التدريب
score-who = مَن
score-right = الأجوبة الصحيحة

## The lesson: untrained and trained

untrained-ask = اسأل الشبكة
untrained-why = تقول الشيء نفسه تقريبًا عن كل صورة: لم تتعلم الرؤية بعد. مهمتها أصعب من مهمتك: لا يخبرها أحد هل أُديرت الصورة أم الملصق، وهي لا ترى إطارًا. لذلك تختار من ثمانية أجوبة، ومن يخمّن يصيب مرة من كل ثماني مرات.
learning-start = دعها تتعلم
learning-start-time = دعها تتعلم (نحو دقيقتين)
learning-anew = دعها تتعلم من جديد
learning-done = انتهى: لقد تعلّمت.
learning-stop = توقف هنا
learning-progress = التعلم
learning-measuring = جارٍ قياس سرعة هذا الحاسوب…
learning-words = { $step ->
    [zero] قبل الخطوة الأولى،
    [one] بعد خطوة واحدة،
    [two] بعد خطوتين،
    [few] بعد { $step } خطوات،
    [many] بعد { $step } خطوة،
   *[other] بعد { $step } خطوة،
} في الجولة { $epoch } على الصور (عددها { $images })، نسبة الصواب في آخر أجوبتها { $accuracy }. مستوى الصدفة: { $chance }.
learning-loss = الخسارة: مقدار خطئها
learning-accuracy = الدقة: كم مرة تصيب
learning-chance = مستوى الصدفة
again-ask = اسأل الشبكة المدرَّبة
again-repeat = أعد الاختبار بنفسك
again-results = العودة إلى النتائج
again-caption = { $total ->
    [zero] الأجوبة الصحيحة عن الأسئلة نفسها
    [one] الجواب الصحيح عن السؤال نفسه
    [two] الأجوبة الصحيحة عن السؤالين نفسيهما
    [few] الأجوبة الصحيحة عن الأسئلة نفسها ({ $total } أسئلة)
    [many] الأجوبة الصحيحة عن الأسئلة نفسها ({ $total } سؤالًا)
   *[other] الأجوبة الصحيحة عن الأسئلة نفسها ({ $total } سؤال)
}
again-better = { $right } من { $total }: تعلّمت أن ترى أين الأعلى، حتى في صور جديدة عليها.
again-little = { $right } من { $total } لا يكاد يزيد على التخمين. تعلّمت هذه المرة القليل جدًا: دعها تتعلم مدة أطول أو من صور أكثر.
again-why = في أثناء التعلم كانت تصيب أكثر: كانت تلك صورًا رأتها مرارًا. خمسة عشر سؤالًا عدد قليل، فقد يكون جوابان أو ثلاثة زيادة أو نقصانًا مجرد حظ.

## The lesson: what it learnt

learnt-test = { $count ->
    [zero] لا تخبرها بأي اسم
    [one] أخبرها باسم صورة واحدة من كل نوع
    [two] أخبرها باسمي صورتين من كل نوع
    [few] أخبرها بأسماء { $count } صور من كل نوع
    [many] أخبرها بأسماء { $count } صورة من كل نوع
   *[other] أخبرها بأسماء { $count } صورة من كل نوع
}
learnt-busy = لحظة من فضلك…
learnt-trained = صور صنّفتها الشبكة المدرَّبة تصنيفًا صحيحًا
learnt-random = صور صنّفتها شبكة لم تتعلم شيئًا تصنيفًا صحيحًا
learnt-helped = تصنّف أفضل من شبكة لم تتعلم شيئًا، وإن كان كثير منها ما زال خطأ. في أثناء إدارة الصور لم تُخبَر بأي اسم: الخمس من كل نوع هي كل ما تعرفه عنها.
learnt-not-helped = هذه المرة لا تصنّف أفضل من شبكة لم تتعلم شيئًا: قد يكون الفرق مجرد حظ. تعلّمت القليل جدًا، ويتغير ذلك بوقت أطول أو صور أكثر.
learnt-why = أُخبرت الشبكتان بالأسماء نفسها: عدد الصور من كل نوع { $count }، وعدد الأنواع { $classes }. الفرق الوحيد أن إحداهما تعلّمت قبل ذلك من إدارة الصور. التعلم من أسئلة يضعها الحاسوب بنفسه يسمى التعلم ذاتي الإشراف.
learnt-wrong = { $count ->
    [zero] لا صورة في غير مكانها
    [one] صورة واحدة في غير مكانها. انقر عليها لترى أي الصور الأخرى تجدها الشبكة مشابهة لها
    [two] صورتان في غير مكانهما. انقر على إحداهما لترى أي الصور الأخرى تجدها الشبكة مشابهة لها
    [few] { $count } صور في غير مكانها، مثل هذه. انقر على إحداها لترى أي الصور الأخرى تجدها الشبكة مشابهة لها
    [many] { $count } صورة في غير مكانها، مثل هذه. انقر على إحداها لترى أي الصور الأخرى تجدها الشبكة مشابهة لها
   *[other] { $count } صورة في غير مكانها، مثل هذه. انقر على إحداها لترى أي الصور الأخرى تجدها الشبكة مشابهة لها
}
learnt-taken = { $class }، وقالت الشبكة: { $other }
learnt-similar = صور تجدها متشابهة
learnt-similar-why = الأولى هي التي نقرت عليها. تبيّن النسب المئوية مدى تشابه الصور عند الشبكة، و100 % تعني الصورة نفسها. وهي تبحث في صور من كل الأنواع، وكثيرًا ما تعتمد على الألوان والأشكال لا على ماهية الشيء.
learnt-similarity = { $class }، { $part }
moments-title = خريطة لما تراه
moments-why = كل علامة صورة لم تتعلم منها الشبكة قط. كلما اقتربت علامتان، وجدت الشبكة الصورتين أكثر تشابهًا. حرّك شريط التمرير من بداية التدريب إلى نهايته.
moments-slider = لحظة من التدريب
moments-step = الخطوة { $step }
moments-words = عند الخطوة { $step }: من بين أقرب خمسة جيران لكل صورة (عدد الصور { $images })، نسبة ما هو من النوع نفسه { $part }.

## The lesson: fool it

fool-choose = اختر صورة عليها علامة ✓: تسميها الشبكة تسمية صحيحة. ثم غيّرها حتى تخطئ الشبكة.
fool-pictures = صور للتغيير
fool-none-right = لا تسمي الشبكة أيًّا من هذه الصور تسمية صحيحة: تعلّمت القليل جدًا. جرّب العكس: غيّر إحداها حتى تصيب!
fool-picture = { $named ->
    [true] { $class } (أصابت الشبكة)
   *[other] { $class }
}
fool-canvas = الصورة التي تغيّرها. تحرّك مفاتيح الأسهم المؤشر، ويستعمل مفتاح المسافة الأداة.
fool-tools = الأدوات
fool-cover = تغطية
fool-draw = رسم
fool-sticker = ملصق مُدار
fool-color = اللون
color-1 = أحمر
color-2 = أزرق
color-3 = أخضر
color-4 = أصفر
color-5 = أبيض
color-6 = أسود
fool-turn = إدارة
fool-reset = البدء من جديد
fool-photo = صورة من عندك
fool-keys = انقر داخل الصورة لاستعمال الأداة. بلوحة المفاتيح: مفاتيح الأسهم ومفتاح المسافة.
fool-map = المضيء: ما أثّر في جوابها أكثر من غيره
fool-why = لماذا؟ أُخبرت بأسماء صور قليلة، كلها قائمة وكاملة. وهي تعتمد على الألوان والأشكال في المواضع المضيئة، ولا تعرف شيئًا عن الأشياء نفسها.
fool-unreadable = لا يستطيع المتصفح قراءة «{ $name }» كصورة. اختر ملفًا من نوع JPEG أو PNG أو WebP.
fool-says = تقول الشبكة: { $other }.
fool-still = ما زالت تقول: { $other }. واصل.
fool-helped = أصابت الآن: { $other }! لقد ساعدها تغييرك.
fool-errs-still = تقول: { $other }. كانت مخطئة قبل أن تغيّر شيئًا، فلا يُحسب هذا.
fool-errs = تقول الشبكة: { $other }. لكن ما في الصورة هو: { $class }. إنها تخطئ دون مساعدتك: اختر صورة عليها علامة ✓، أو غيّر هذه حتى تصيب.
fool-fooled = { $count ->
    [zero] لم تنخدع: الصواب «{ $class }»، والجواب «{ $other }».
    [one] انخدعت! كان عليها أن تقول «{ $class }» لكنها تقول «{ $other }». هل كان إنسان سينخدع؟
    [two] انخدعت مرة أخرى (مرتين حتى الآن)! كان عليها أن تقول «{ $class }» لكنها تقول «{ $other }». هل كان إنسان سينخدع؟
    [few] انخدعت مرة أخرى ({ $count } مرات حتى الآن)! كان عليها أن تقول «{ $class }» لكنها تقول «{ $other }». هل كان إنسان سينخدع؟
    [many] انخدعت مرة أخرى ({ $count } مرة حتى الآن)! كان عليها أن تقول «{ $class }» لكنها تقول «{ $other }». هل كان إنسان سينخدع؟
   *[other] انخدعت مرة أخرى ({ $count } مرة حتى الآن)! كان عليها أن تقول «{ $class }» لكنها تقول «{ $other }». هل كان إنسان سينخدع؟
}

## The lesson: the report

report-name = اسمك، إن شئت (يبقى في علامة التبويب هذه):
report-print = طباعة أو حفظ بصيغة PDF
report-save = حفظ ملف نتيجة لمعلمك
report-saved = حُفظ باسم { $file } في التنزيلات.
report-link = نسخ رابط إلى هذا الدرس
report-copied = نُسخ: { $link }
report-note = بهذا الرابط يفعل حاسوب آخر الشيء نفسه بالصور نفسها. النتيجة ملف صغير؛ ولا يُرسل شيء إلى أي مكان.
report-pictures = أربعة من الأسئلة، وبجانب كل منها المواضع (المضيئة) التي أثّرت في جواب الشبكة المدرَّبة:
report-title = شبكة تتعلم من صور مُدارة
report-gpu = على معالج الرسومات
report-remote = على جهاز آخر
report-cpu = { $threads ->
    [zero] على المعالج
    [one] على نواة واحدة من المعالج
    [two] على نواتين من المعالج
    [few] على { $threads } أنوية من المعالج
    [many] على { $threads } نواة من المعالج
   *[other] على { $threads } نواة من المعالج
}
report-training = تعلّمت على مدى { $step ->
    [zero] صفر من الخطوات
    [one] خطوة واحدة
    [two] خطوتين
    [few] { $step } خطوات
    [many] { $step } خطوة
   *[other] { $step } خطوة
} من صور بلا أسماء (عددها { $images })، { $device } (البذرة { $seed }).
report-sorting = { $count ->
    [zero] دون أن تُخبَر بأي اسم، صنّفت هذه النسبة من الصور تصنيفًا صحيحًا:
    [one] بعد أن أُخبرت باسم صورة واحدة من كل نوع، صنّفت هذه النسبة من الصور الأخرى تصنيفًا صحيحًا:
    [two] بعد أن أُخبرت باسمي صورتين من كل نوع، صنّفت هذه النسبة من الصور الأخرى تصنيفًا صحيحًا:
    [few] بعد أن أُخبرت بأسماء { $count } صور من كل نوع، صنّفت هذه النسبة من الصور الأخرى تصنيفًا صحيحًا:
    [many] بعد أن أُخبرت بأسماء { $count } صورة من كل نوع، صنّفت هذه النسبة من الصور الأخرى تصنيفًا صحيحًا:
   *[other] بعد أن أُخبرت بأسماء { $count } صورة من كل نوع، صنّفت هذه النسبة من الصور الأخرى تصنيفًا صحيحًا:
}
report-fooled = { $count ->
    [zero] لم تنخدع.
    [one] انخدعت مرة واحدة.
    [two] انخدعت مرتين.
    [few] انخدعت { $count } مرات.
    [many] انخدعت { $count } مرة.
   *[other] انخدعت { $count } مرة.
}
report-think = فكّر
report-question-1 = لماذا تعلّم إدارةُ الصور شيئًا عما فيها؟
report-question-2 = في أي صور لا يستطيع أحد، ولا حتى إنسان، أن يعرف أين الأعلى؟
report-question-3 = تعلّمت الشبكة من رسوم فقط. ماذا تتوقع منها مع صور فوتوغرافية لمدرستك؟

## For teachers: links and results

link-title = رابط لصفك
link-why = كل من يفتح هذا الرابط يحصل على الصور والأسئلة نفسها على أي حاسوب. وإذا حُدد عدد الجولات كان التدريب واحدًا أيضًا: الخسائر نفسها والشبكة نفسها في النهاية، مهما استغرق ذلك. ودون تحديده تتعلم الشبكة نحو دقيقتين.
link-seed = رقم الدرس (البذرة)
link-epochs = عدد الجولات على جميع الصور (الحقب)
link-as-fits = بقدر ما يتسع الوقت
merge-title = نتائج صف
merge-why = يحفظ الطلاب ملفًا صغيرًا في الصفحة الأخيرة من الدرس. اختر هنا ملفاتهم جميعًا لتصبح جدولًا واحدًا ورسمًا بيانيًا واحدًا. لا يُرسل شيء إلى أي مكان.
merge-choose = اختيار ملفات النتائج
merge-clear = إزالة الكل
merge-refused = { $count ->
    [zero] لم يُستبعد أي ملف: { $names }.
    [one] هذا الملف ليس نتيجة للدرس وقد استُبعد: { $names }.
    [two] هذان الملفان ليسا من نتائج الدرس وقد استُبعدا: { $names }.
    [few] استُبعدت { $count } ملفات ليست من نتائج الدرس، مثل { $names }.
    [many] استُبعد { $count } ملفًا ليست من نتائج الدرس، مثل { $names }.
   *[other] استُبعد { $count } ملف ليست من نتائج الدرس، مثل { $names }.
} تُحفظ النتائج في الصفحة الأخيرة من الدرس.
merge-nameless = بلا اسم
merge-name = الاسم
merge-person = الطالب
merge-before = الشبكة دون تدريب
merge-after = الشبكة بعد التدريب
merge-steps = الخطوات
merge-sorted = التصنيف الصحيح
merge-random = التصنيف الصحيح لشبكة لم تتعلم شيئًا
merge-fooled = مرات الخداع
merge-mean = المتوسط
merge-caption = { $count ->
    [zero] لا نتائج
    [one] نتيجة طالب واحد
    [two] نتائج طالبين
    [few] نتائج { $count } طلاب
    [many] نتائج { $count } طالبًا
   *[other] نتائج { $count } طالب
}
merge-plot = الأجوبة الصحيحة؛ كل نقطة تمثل طالبًا واحدًا

## For teachers: the notes

notes-title = ملاحظات للمعلمين
notes-print = طباعة الملاحظات
notes-aims = الأهداف
notes-aims-1 = يشرح الطلاب كيف تستطيع شبكة أن تتعلم من صور لم يضع أحد عليها وسومًا: تُعطى مهام يعرف الحاسوب أجوبتها.
notes-aims-2 = يصفون التعلم بأنه تغييرات صغيرة كثيرة في أعداد بعد كل خطأ، ويرون أنه يحتاج إلى وقت وأمثلة كثيرة.
notes-aims-3 = يميّزون بين ما دُرّبت الشبكة من أجله (أين الأعلى) وما يمكن استعمالها فيه بعد ذلك (تصنيف الصور بأسماء قليلة).
notes-aims-4 = يكتشفون أين تفشل، ويعلّلون ذلك بما تنظر إليه.
notes-before = قبل الدرس
notes-before-1 = يكفي أي حاسوب من السنوات العشر الأخيرة بمتصفح حديث؛ ولا يُثبَّت أي شيء. افتح الصفحة مرة واحدة على كل حاسوب ما دام متصلًا بالإنترنت: بعدها تعمل دون اتصال أيضًا.
notes-before-2 = أنشئ رابطًا لصفك في الأعلى، لتكون الصور واحدة عند الجميع ويمكنهم المقارنة.
notes-before-3 = على الحواسيب البطيئة يستغرق التدريب الدقيقتين نفسيهما، لكن الشبكة تتعلم أقل. وهذا يستحق النقاش.
notes-before-4 = سماعات رأس، إن أراد الطلاب الاستماع إلى النصوص.
notes-twenty = خطة لمدة 20 دقيقة
notes-twenty-1 = 3 دقائق: اعرض صورة أُديرت. اسأل: كيف تعرفون أين الأعلى؟ اجمع ما يقولونه (السماء، الأرض، العجلات…).
notes-twenty-2 = 3 دقائق: المرحلتان 1 و2. يجيب الجميع، ثم يسألون الشبكة دون تدريب. مَن الأفضل، وبكم يتفوق على التخمين؟
notes-twenty-3 = 4 دقائق: المرحلة 3. في أثناء التعلم: ماذا يبيّن المنحنى؟ لماذا يصعد ويهبط؟
notes-twenty-4 = 5 دقائق: المرحلتان 4 و5. مقارنة النتائج، واكتشاف أنواع الصور التي تخلط بينها.
notes-twenty-5 = 5 دقائق: نقاش: لم يخبرها أحد ما السيارة. ماذا كان عليها أن تلاحظ لتعرف أين الأعلى؟
notes-fortyfive = خطة لمدة 45 دقيقة
notes-fortyfive-1 = 5 دقائق: كما سبق، مع صور من عندك ليس لها أعلى واضح (كرة، بيتزا، السماء).
notes-fortyfive-2 = 6 دقائق: المرحلتان 1 و2.
notes-fortyfive-3 = 6 دقائق: المرحلة 3. رسم المنحنى تقديرًا أولًا: ماذا تتوقعون؟
notes-fortyfive-4 = 8 دقائق: المرحلتان 4 و5، مع الخريطة: تحريك شريط التمرير ووصف ما يحدث لنوع واحد من الصور.
notes-fortyfive-5 = 10 دقائق: المرحلة 6 في أزواج: مَن يخدعها بأصغر تغيير؟ تدوين ما كانت تنظر إليه.
notes-fortyfive-6 = 5 دقائق: المرحلة 7. طباعة التقرير أو حفظ النتيجة، ثم جمع ملفات الصف في الأعلى والنظر إلى الرسم البياني.
notes-fortyfive-7 = 5 دقائق: نقاش: أين تكون شبكة كهذه مفيدة، وأين تكون أخطاؤها ضارة؟
notes-answers = أسئلة وأجوبة
notes-answers-1 = هل تفهم ما السيارة؟ لا. لقد وجدت أنماطًا تساعد على معرفة أين الأعلى، مثل عجلات في الأسفل. ويتبيّن أن هذه الأنماط مفيدة في التصنيف.
notes-answers-2 = لماذا يسمى ذلك تعلمًا بلا وسوم؟ لأن أحدًا لم يكتب ما في الصور. الأجوبة الصحيحة لمهمتها تأتي من الحاسوب الذي أدار الصور بنفسه.
notes-answers-3 = لماذا الملصق؟ لكي تجيب الشبكة عن ملصق صغير أُدير، عليها أن تنظر إلى مواضع بعينها، لا إلى الصورة كلها فقط.
notes-answers-4 = لماذا تختلف نتائج حاسوبين؟ لأنهما تعلّما عددًا مختلفًا من الخطوات. وإذا كان في الرابط عدد للجولات تساوت النتائج.
notes-answers-5 = هل 60% نتيجة جيدة؟ قارنها بالتخمين (12.5% مع ثمانية أجوبة) وبنفسك، لا بالعدد 100.
notes-answers-6 = هل يمكنها أن تتعلم أكثر؟ نعم: مدة أطول، ومن صور أكثر، وبشبكة أكبر. كل ذلك ممكن في مختبر هذه الصفحة.
notes-misconceptions = ما يظنه الطلاب كثيرًا
notes-misconceptions-1 = «إنها تبحث عن الصور في الإنترنت.» تعمل حتى بعد فصل كابل الشبكة.
notes-misconceptions-2 = «إنها تتذكر الصور.» أسئلة المرحلة 4 عن صور لم تتعلم منها قط.
notes-misconceptions-3 = «إنها ترى كما نرى.» تبيّن المرحلة 6 أن تغييرات صغيرة لا يبالي بها أحد قد تربكها.
notes-misconceptions-4 = «المنطقة المضيئة هي ما تفكر فيه.» إنها فقط الموضع الذي كان أي تغيير فيه سيغيّر الجواب أكثر من غيره.
notes-misconceptions-5 = «المزيد من التدريب يفيد دائمًا.» تقل فائدته شيئًا فشيئًا، وقد تحفظ الشبكة صورها أكثر مما ينبغي.
notes-privacy = الخصوصية
notes-privacy-1 = لا حسابات ولا تتبّع. كل شيء يُحسب في المتصفح؛ ولا تغادر الصور ولا النتائج الحاسوب، وسياسة أمان الصفحة تمنع المتصفح من إرسال أي شيء إلى مكان آخر. ما يُحفظ بين زيارة وأخرى يبقى في هذا المتصفح، ويمكن حذفه في المختبر. ولا تُرسل الصور، مشفّرة، إلى جهاز آخر إلا إذا سمحت له بالحساب.

## The footer: privacy, use without a network, updates

privacy = لا شيء مما تفعله هنا يغادر علامة التبويب هذه: لا حسابات ولا تتبّع. تسمح سياسة أمان الصفحة لها بتحميل ملفاتها هي، ولا تسمح لها بالاتصال بأي شيء آخر. ولا يُتّصل بعنوان ويب إلا إذا أعطيته مصدرًا للصور. ولا تُرسل الصور، مشفّرة، إلى جهاز آخر إلا إذا سمحت له بالحساب.
offline-kept = تعمل الصفحة دون اتصال: حُفظ منها { $megabytes } م.ب في هذا المتصفح.
offline-full = لا تعمل الصفحة دون اتصال: لم تبقَ في المتصفح مساحة لها. كل ما عدا ذلك يعمل كالمعتاد؛ أفرغ بعض المساحة ثم أعد تحميل الصفحة.
offline-network = لا تعمل الصفحة دون اتصال بعد: لم تصل جميع ملفاتها. سيُجلب الباقي في زيارتك القادمة.
offline-refused = لا تعمل الصفحة دون اتصال: هذا المتصفح لا يحتفظ بالصفحات، كما في النوافذ الخاصة. كل ما عدا ذلك يعمل كالمعتاد.
offline-insecure = لا تعمل الصفحة دون اتصال: لا تحتفظ المتصفحات إلا بصفحات يبدأ عنوانها بـ { "https://" } أو { "http://localhost" }.
update-text = هناك إصدار جديد من هذه الصفحة. يعيد التحديث تحميل الصفحة.
update-now = حدّث الآن

## The groups of the lab

lab-nav =
    .aria-label = أقسام المختبر
group-data = البيانات
group-train = التدريب
group-evaluate = التقييم
group-explore = الاستكشاف
group-compare = المقارنة
group-save = الحفظ
settings = الإعدادات

## Progress

progress-starting = جارٍ البدء…
progress-paused = متوقف مؤقتًا
time-estimating = جارٍ تقدير الوقت المتبقي
time-seconds = بقي { $seconds } ث
time-minutes = بقي { $minutes } د و{ $seconds } ث
time-hours = بقي { $hours } س و{ $minutes } د
progress-images = { $done } من { $total } من الصور، { $left }
progress-clusters = جارٍ البحث عن مجموعات، { $done } من { $total }
progress-knn = قياس دقة kNN: { $done } من { $total }
progress-steps = الخطوة { $done } من { $total }، الحقبة { $epoch } من { $epochs }، { $speed } صورة/ث، { $left }
progress-comparison = { $current }، { $left }
progress-share = { $share }، { $left }
# A download, in megabytes.
progress-download = الملف { $place } من { $count }: { $done } من { $total } م.ب، { $left }
progress-download-unknown = الملف { $place } من { $count }: { $done } م.ب

## Images

data-title = الصور
data-source = المصدر
data-source-scenes = مشاهد مرسومة
data-source-files = ملفاتي
data-source-url = عنوان ويب
data-source-camera = الكاميرا
files-drop = أفلت ملفات أو مجلدًا هنا، أو اخترها:
files-choose = ملفات
files-choose-folder = مجلد
files-formats = مجلد فيه مجلد صور لكل فئة، أو المجلد نفسه بصيغة { ".zip" } أو { ".tar" } أو { ".tar.gz" }؛ وملفات STL-10 وCIFAR-10 وCIFAR-100 وMNIST وما يشبهها كما تُنزَّل؛ وملفات NumPy بصيغة { ".npz" } و{ ".npy" }؛ وملفات WebDataset بصيغة { ".tar" }؛ وملفات Parquet من Hugging Face Hub. تُؤخذ الأجزاء المسماة train وval وtest على هذا الأساس.
files-chosen = { $count ->
        [zero] لم يُختر أي ملف.
        [one] اختير ملف واحد.
        [two] اختير ملفان.
        [few] اختيرت { $count } ملفات.
        [many] اختير { $count } ملفًا.
       *[other] اختير { $count } ملف.
    }
files-none = لم تُختر أي ملفات. اختر ملفات أو مجلدًا، أو أفلتها هنا.
url-label = عناوين الملفات، بينها مسافات
url-text = ملفات مجموعة بيانات عبر عناوينها، مثل روابط تنزيلها، من خادم يسمح لصفحات أخرى بقراءتها. تُحفظ في هذا المتصفح وتُنزَّل مرة واحدة.
url-none = لم يُعطَ أي عنوان. أدخل عنوان ملف، أو اختر مصدرًا آخر.
downloads-kept = { $name }: { $size } م.ب
downloads-part = { $name }: { $size } م.ب، غير مكتمل
downloads-remove = إزالة
downloads-remove-name = إزالة { $name }
collect-class = الفئة، إن شئت
collect-burst = التقاط 20 صورة
collect-one = التقاط صورة واحدة
collect-count = { $class }: { $count }
collect-count-without = بلا فئة: { $count }
collect-remove = إزالة
    .aria-label = إزالة كل صور الفئة { $class }
collect-remove-without = إزالة
    .aria-label = إزالة كل الصور التي بلا فئة
collect-text = { $count ->
        [zero] لا صور بعد. تبقى الصور في علامة التبويب هذه.
        [one] صورة واحدة. اضغط على «تحميل الصور» لاستعمالها.
        [two] صورتان. اضغط على «تحميل الصور» لاستعمالهما.
        [few] { $count } صور. اضغط على «تحميل الصور» لاستعمالها.
        [many] { $count } صورة. اضغط على «تحميل الصور» لاستعمالها.
       *[other] { $count } صورة. اضغط على «تحميل الصور» لاستعمالها.
    }
collect-text-full = عدد الصور { $count }، وهو الحد الأقصى. اضغط على «تحميل الصور» لاستعمالها.
collect-failed = تعذّر التقاط صورة ({ $reason }). شغّل الكاميرا من جديد.
data-square = تحويل الصور إلى مربعات
data-square-crop = بالقص حول المركز
data-square-fit = بالملاءمة مع أشرطة سوداء
data-square-picture =
    .aria-label = الصورة الأولى
data-train-split = التعلم من الجزء
data-test-split = التقييم بالجزء
data-split-auto = يُعرف من اسمه
data-label-column = العمود أو الحقل الذي فيه الوسوم (فارغ: يُعرف من اسمه)
data-browser-formats = دع المتصفح يفك ترميز AVIF وHEIC حيث يستطيع (قد تختلف البكسلات من متصفح إلى آخر)
data-held-out = ما يُحجز للتقييم (%)، ما لم يوجد مجلد اختبار
data-image-size = حجم الصورة (بكسل)
data-count = عدد صور التدريب المسبق
seed = البذرة
data-load = تحميل الصور
data-hint = انقر على «تحميل الصور» لتطبيق التغييرات.
data-progress =
    .aria-label = التحميل
status-loading = جارٍ تحميل الصور.
status-loaded = حُمّلت الصور.
status-loading-stopped = أُوقف التحميل.
status-downloading = جارٍ التنزيل.
status-downloaded = اكتمل التنزيل.
status-download-stopped = أُوقف التنزيل. ما وصل محفوظ.
data-text = { $name }: { $unlabeled ->
        [zero] لا صور
        [one] صورة واحدة
        [two] صورتان
        [few] { $unlabeled } صور
        [many] { $unlabeled } صورة
       *[other] { $unlabeled } صورة
    } للتدريب المسبق، و{ $train ->
        [zero] لا صور موسومة
        [one] صورة موسومة واحدة
        [two] صورتان موسومتان
        [few] { $train } صور موسومة
        [many] { $train } صورة موسومة
       *[other] { $train } صورة موسومة
    }، و{ $test ->
        [zero] لا صور اختبار
        [one] صورة اختبار واحدة
        [two] صورتا اختبار
        [few] { $test } صور اختبار
        [many] { $test } صورة اختبار
       *[other] { $test } صورة اختبار
    } ({ $heldOut })، { $size } × { $size } بكسل، { $classes ->
        [zero] بلا فئات
        [one] فئة واحدة
        [two] فئتان
        [few] { $classes } فئات
        [many] { $classes } فئة
       *[other] { $classes } فئة
    }.
dataset-scenes = مشاهد
dataset-images = صور
data-skipped = استُبعد { $names }: { $reason }.
data-skipped-more = استُبعد { $names } وغيرها (عددها { $count }): { $reason }.
data-names-unseen = أسماء الفئات مخفية: لا ترى الشبكة هذه الأسماء أبدًا أثناء التدريب المسبق.
data-show-names = إظهار الأسماء
data-preview-title = انقر على صورة لترى مناظرها
held-out-scenes = مشاهد مرسومة للتقييم فقط
held-out-folder = الصور في { $folder }/
held-out-images = { $percent }% من الصور، مختارة عشوائيًا
held-out-classes = { $percent }% من كل فئة، مختارة عشوائيًا

## The drawn scenes

class-house = بيت
class-fir = شجرة تنوب
class-tree = شجرة
class-sailboat = قارب شراعي
class-car = سيارة
class-mushroom = فطر
class-flower = زهرة
class-lighthouse = منارة
class-snowman = رجل ثلج
class-balloon = بالون

## The eight views

views-title = المناظر الثمانية
views-text = الصورة مدارة بزاوية 0° و90° و180° و270°، ثم الصورة القائمة وقد أُلصقت في موضع منها نسخة مصغّرة من كل واحدة من هذه (الرقعة). تتعلم الشبكة أن تميّز بين هذه المناظر.
view-rotated = { $degrees }°
view-patch = رقعة { $degrees }°

## Training

train-title = التدريب بلا وسوم (التدريب المسبق)
train-method = الطريقة
train-patch-ratio = حجم الرقعة (نسبة من ضلع الصورة)
train-backbone = الشبكة
train-best = تعلّم أكثر ما يمكن في الوقت المتاح
train-minutes = الدقائق
train-best-text = { $method }، الحقب: { $epochs }، الدقائق على هذا الجهاز: نحو { $minutes }.
train-epochs = مرات المرور على كل الصور (الحِقَب)
train-batch-size = حجم الدفعة
train-learning-rate = معدل التعلم
train-augmentation = تغييرات عشوائية للصور (تعزيز البيانات)
train-small-start = صور أصغر في البداية
small-start-none = لا
small-start-half = في نصف الخطوات
small-start-most = في أربعة أخماس الخطوات
train-knn = قياس دقة kNN أثناء التدريب (يحتاج إلى فئات)
augmentation-own = بحسب الطريقة
augmentation-flip = قلب أفقي
augmentation-crop = قص وقلب
augmentation-reflect = قص بحواف معكوسة، وقلب
augmentation-strong = قوي: أجزاء وقلب وألوان
augmentation-none = بلا تغيير
task-temperature = درجة الحرارة
task-draws = عدد النسخ من كل صورة
task-focus = التركيز على الأزواج الصعبة (الخسارة البؤرية)
task-cluster-starts = بدايات k-means
task-cluster-rounds = أقصى عدد لجولات k-means
task-invariance = وزن تساوي السمات (الثبات)
task-variance = وزن التباين
task-covariance = وزن التباين المشترك
task-target-decay = الجزء الباقي من الشبكة الهدف في كل خطوة
task-patch-weight = وزن المشاهد المدوّرة
train-start = بدء
train-copy-link = نسخ رابط بهذه الإعدادات
train-pause = إيقاف مؤقت
train-resume = استئناف
train-progress =
    .aria-label = التدريب
status-training-started = بدأ التدريب.
status-training-paused = أُوقف التدريب مؤقتًا.
status-training-resumed = استؤنف التدريب.
status-training-finished = انتهى التدريب.
status-training-stopped = أُوقف التدريب؛ وتُحفظ الشبكة المدرَّبة حتى الآن.
status-training-restarted = أُعيد تشغيل التدريب عند الخطوة { $step }.
train-unfinished = توقف عند الخطوة { $step } من { $total }: يواصله «{ keep-resume }» تحت «{ keep-title }».
train-hardly-begun = كان التدريب المقطوع قد بدأ للتو: اضغط على «بدء» لتبدأه من جديد.
train-restarted = { $count ->
        [zero] لم يُعد التشغيل؛ الخطوة { $step }: { $reason }
        [one] أُعيد التشغيل تلقائيًا مرة واحدة، عند الخطوة { $step }: { $reason }
        [two] أُعيد التشغيل تلقائيًا مرتين، آخرهما عند الخطوة { $step }: { $reason }
        [few] أُعيد التشغيل تلقائيًا { $count } مرات، آخرها عند الخطوة { $step }: { $reason }
        [many] أُعيد التشغيل تلقائيًا { $count } مرة، آخرها عند الخطوة { $step }: { $reason }
       *[other] أُعيد التشغيل تلقائيًا { $count } مرة، آخرها عند الخطوة { $step }: { $reason }
    }
train-restarted-memory = لم تكفِ الذاكرة، لذلك تُحسب التدرجات لعدد من الصور معًا هو { $images }؛ وتستعمل تسوية الدفعة (batch norm) إحصاءات هذه الصور.
train-chart-table =
    .aria-label = الخسارة والدقة بحسب الخطوة
chart-pretext = الدقة في المهمة التمهيدية
chart-loss-by-step = الخسارة بحسب الخطوة
chart-pretext-by-step = الدقة في المهمة التمهيدية بحسب الخطوة
train-summary-knn = تغيّرت دقة kNN من { $first } إلى { $last }.
chart-knn = دقة kNN أثناء التدريب
chart-knn-by-step = دقة kNN بحسب الخطوة
chart-steps = ← الخطوات
train-summary-loss = { $steps ->
        [zero] قبل الخطوة الأولى
        [one] بعد خطوة واحدة
        [two] بعد خطوتين
        [few] بعد { $steps } خطوات
        [many] بعد { $steps } خطوة
       *[other] بعد { $steps } خطوة
    } انتقلت الخسارة من { $first } إلى { $last } (متوسط العُشر الأخير).
train-summary = { $steps ->
        [zero] قبل الخطوة الأولى
        [one] بعد خطوة واحدة
        [two] بعد خطوتين
        [few] بعد { $steps } خطوات
        [many] بعد { $steps } خطوة
       *[other] بعد { $steps } خطوة
    } انتقلت الخسارة من { $first } إلى { $last }، وبلغت الدقة في المهمة التمهيدية { $accuracy } (متوسطا العُشر الأخير).
train-summary-chance = { $steps ->
        [zero] قبل الخطوة الأولى
        [one] بعد خطوة واحدة
        [two] بعد خطوتين
        [few] بعد { $steps } خطوات
        [many] بعد { $steps } خطوة
       *[other] بعد { $steps } خطوة
    } انتقلت الخسارة من { $first } إلى { $last }، وبلغت الدقة في المهمة التمهيدية { $accuracy } (متوسطا العُشر الأخير؛ مستوى الصدفة: { $chance }).
train-step = الخطوة
train-rank = تختلف السمات في نحو { $rank } من { $count } اتجاهًا (الرتبة الفعلية).
train-collapsed = انهارت الشبكة: تعطي السمات نفسها تقريبًا لكل صورة، فلم تعد تتعلم شيئًا. أوقفها واخفض معدل التعلم أو غيّر إعدادات الطريقة.

## Methods, by their names in the engine: titles are as written in papers, summaries are plain sentences for pupils

method-choice = { $plain } ({ $title })
method-rotnet-plain = كيف أُديرت الصورة؟
method-patch-rotnet-plain = هل أُديرت الصورة أم الملصق؟
method-patch-relnet-plain = هل أُدير كلٌّ من الصورة والملصق بالقدر نفسه؟
method-deep-infomax-plain = هل تنتمي هذه الأجزاء بعضها إلى بعض؟
method-deep-cluster-plain = إلى أي مجموعة تنتمي؟
method-simclr-plain = أيّ نسختين من صورة واحدة؟
method-vicreg-plain = السمات نفسها للنسختين؟
method-relational-reasoning-plain = صورة واحدة أم اثنتان؟
method-byol-plain = ماذا ترى نسختي؟
method-simclr-patch-rotnet-plain = أزواج النسخ، والتدويرات
method-vicreg-patch-rotnet-plain = السمات نفسها للنسخ، والتدويرات
method-supervised-plain = ما هذا؟ مع كل الوسوم
method-rotnet-title = RotNet
method-rotnet-summary = ترى الشبكة صورة مدارة بمقدار 0 أو 90 أو 180 أو 270 درجة، وتتنبأ بمقدار الدوران.
method-patch-rotnet-title = Patch RotNet
method-patch-rotnet-summary = تُدار الصورة أو نسخة صغيرة ملصقة عليها؛ وتتنبأ الشبكة بأيهما أُدير وبأي مقدار.
method-patch-relnet-title = Patch RelNet
method-patch-relnet-summary = ترى الشبكة صورة مدارة إلى جانب أخرى فيها رقعة مدارة، وتتنبأ بدورانهما المشترك.
method-deep-infomax-title = Deep InfoMax
method-deep-infomax-summary = تقرر الشبكة هل ينتمي ملخصها لصورة وتفاصيل صورة بعضهما إلى بعض.
method-deep-cluster-title = Deep Cluster
method-deep-cluster-summary = تُجمع الصور المتشابهة في مجموعات، وتتعلم الشبكة أن تسمّي المجموعة، ثم تُحسب المجموعات من جديد.
method-simclr-title = SimCLR
method-simclr-summary = تُصنع من كل صورة نسختان معدّلتان، وتجد الشبكة الأزواج بين نسخ صور كثيرة.
method-vicreg-title = VICReg
method-vicreg-summary = ينبغي أن تعطي نسختان معدّلتان من صورة السمات نفسها، وأن تختلف السمات بين الصور.
method-relational-reasoning-title = Relational Reasoning
method-relational-reasoning-summary = ترى الشبكة نسختين معدّلتين وتقول هل هما من صورة واحدة أم من صورتين.
method-byol-title = BYOL
method-byol-summary = من نسخة معدّلة من صورة تتنبأ الشبكة بما تراه نسخة أبطأ منها في نسخة أخرى.
method-simclr-patch-rotnet-title = SimCLR + Patch RotNet
method-simclr-patch-rotnet-summary = تتعلم الشبكة الأمرين معًا: إيجاد أزواج النسخ المعدّلة، ومعرفة كيف دُوّرت الصور والرقع.
method-vicreg-patch-rotnet-title = VICReg + Patch RotNet
method-vicreg-patch-rotnet-summary = تتعلم الشبكة الأمرين معًا: السمات نفسها للنسخ المعدّلة، وكيف دُوّرت الصور والرقع.
method-supervised-title = بإشراف
method-supervised-summary = تُدرَّب الشبكة على الفئة الصحيحة لكل صورة: وهو المرجع للتعلم بلا وسوم.
method-random-title = أوزان عشوائية

## Networks

backbone-resnet8-title = ResNet-8
backbone-resnet32-title = ResNet-32
backbone-resnet56-title = ResNet-56

## Evaluations

protocol-linear-title = التقييم الخطي
protocol-linear-summary = يُدرَّب على السمات مصنِّف الورقة البحثية ذو الطبقتين، أو طبقة واحدة؛ وتبقى الشبكة كما هي.
protocol-finetune-title = الضبط الدقيق
protocol-finetune-summary = تُدرَّب الشبكة ومصنِّف معًا باستعمال الوسوم.
protocol-knn-title = أقرب الجيران
protocol-knn-summary = تأخذ كل صورة اختبار فئة أكثر الصور الموسومة شبهًا بها.
protocol-retrieval-title = الاسترجاع
protocol-retrieval-summary = تُسترجع لكل صورة اختبار أكثر الصور الأخرى شبهًا بها: هل هي من الفئة نفسها؟
protocol-pretext-title = المهمة التمهيدية
protocol-pretext-summary = مهمة التدريب المسبق نفسها، على صور لم تُستعمل فيه.
evaluate-title = تقييم ما تعلّمته
evaluate-protocol = طريقة التقييم
evaluate-classifier = المصنِّف (التقييم الخطي، الضبط الدقيق)
evaluate-two-layer = طبقتان، كما في الورقة البحثية
evaluate-single-layer = طبقة واحدة
evaluate-logistic = الانحدار اللوجستي
evaluate-classless = ليست لهذه الصور فئات، وكل التقييمات تحتاج إليها عدا المهمة التمهيدية. ينشئ «{ sort-title }» مصنِّفًا من بضعة وسوم تضعها أنت.
evaluate-start = تقييم
evaluate-progress =
    .aria-label = التقييم
status-evaluating = جارٍ التقييم.
status-evaluated = انتهى التقييم.
status-evaluation-stopped = أُوقف التقييم.
result-two-layer = للمصنِّف طبقتان، كما في الورقة البحثية.
result-single-layer = للمصنِّف طبقة واحدة؛ ولمصنِّف الورقة البحثية طبقتان.
result-logistic = المصنِّف هو الانحدار اللوجستي؛ ولمصنِّف الورقة البحثية طبقتان.
result-counts = الصحيح { $correct } من { $total }؛ بأوزان عشوائية { $random }؛ بالتخمين نحو { $guessed }.
result-counts-alone = الصحيح { $correct } من { $total }؛ بالتخمين نحو { $guessed }.
result-accuracy = الدقة: { $accuracy } ({ $correct } من { $total }؛ مجال الثقة { $level }: من { $low } إلى { $high }).
result-retrieval = الصورة الأكثر شبهًا هي من الفئة نفسها في { $accuracy } من صور الاختبار ({ $correct } من { $total }؛ مجال الثقة { $level }: من { $low } إلى { $high }).
result-above = وهذا أعلى من الأوزان العشوائية بمقدار { $points } نقطة مئوية.
result-below = وهذا أدنى من الأوزان العشوائية بمقدار { $points } نقطة مئوية.
retrieval-caption = الاستدعاء (recall): توجد صورة من الفئة نفسها ضمن أول 1 أو 5 أو 10. mAP: متوسط الضبط الوسطي (mean average precision).
retrieval-weights = الأوزان
retrieval-results = نتائج الاسترجاع
confusion = مصفوفة الارتباك
confusion-corner = الفعلية \ المتوقعة
confusion-accuracy = الدقة
confusion-by-class = بحسب الفئة

## Attention

attend-title = الانتباه (Grad-CAM)
attend-text = المناطق المضيئة هي التي أثّرت في الجواب أكثر من غيرها. وإن لم تكن للطريقة فئات فهي ما يجعل المشهد شبيهًا بالصورة القائمة. لتفسير وسوم الفئات أجرِ تقييمًا أولًا.
attend-target = تفسير
attend-pretext = المهمة التمهيدية
attend-label = وسم الفئة
attend-start = إظهار الانتباه
status-attending = جارٍ رسم خرائط الانتباه.
status-attended = رُسمت خرائط الانتباه.
attend-image = الصورة { $number }.
attend-image-class = الصورة { $number }، { $class }.
attend-untrained = دون تدريب
attend-trained = بعد التدريب
attend-correct = { $view }: ✓ صحيح
attend-wrong = { $view }: ✗ التنبؤ: { $name }
attend-predicted = { $view }: التنبؤ: { $name }
attend-similarity = { $view }: تشبه الصورة القائمة بنسبة { $similarity }
answer-turned = مدارة { $degrees }°
answer-patch = رقعة { $degrees }°
answer-cluster = المجموعة { $number }
answer-class = الفئة { $number }
answer-own-map = خريطتها هي
answer-another-map = خريطة صورة أخرى

## Similar images

similar-title = الصور المتشابهة (الاسترجاع)
similar-text = تُقارن صور الاختبار بتشابه جيب التمام لسماتها. يلزم أكثر من عشر صور اختبار ذات فئات.
similar-start = البحث عن صور متشابهة
similar-progress =
    .aria-label = مقارنة صور الاختبار
status-timing = يجري قياس سرعة التدريب على هذا الجهاز.
status-timed = اكتمل القياس.
status-ranking = جارٍ مقارنة صور الاختبار.
status-ranked = عُثر على صور متشابهة: اختر واحدة.
status-search-stopped = أُوقف البحث.
similar-queries = انقر على صورة لترى أكثر الصور شبهًا بها
similar-caption = { $place }. { $name } { $similarity }
similar-caption-same = { $place }. { $name } ✓ { $similarity }
similar-caption-other = { $place }. { $name } ✗ { $similarity }
similar-summary = من بين أكثر الصور شبهًا بهذه ({ $name }) وعددها { $total }، عدد ما هو من فئتها { $same } ({ $share }). ✓: الفئة نفسها، ✗: فئة أخرى؛ والعدد هو تشابه جيب التمام.
similar-why = لماذا تتشابه؟
similar-why-text = المناطق المضيئة هي ما يجعل صورتي الزوج متشابهتين في نظر الشبكة.
similar-pair = الزوج { $place }

## Sorting with a few labels

sort-title = تصنيف الصور بوسوم قليلة
sort-text = حدّد فئة بضع صور: يتعلم منها في ثانية واحدة مصنِّف يعتمد على سمات الشبكة، ثم يصنّف الباقي. تُقترح بالتناوب صور تقع بين فئتين فيتردد فيها المصنِّف، وصور لا تشبه أي صورة موسومة: فهو يتعلم من هذه وتلك أكثر من غيرها.
sort-suggest = اقتراح صور لوسمها
sort-show = إظهار
sort-view-next = التالية للوسم
sort-view-all = كل الصور
sort-view-labeled = ما وسمته أنت ({ $count })
sort-view-class = المصنَّفة: { $class } ({ $count })
sort-progress =
    .aria-label = التعلم من الوسوم
status-learning = جارٍ التعلم من الوسوم.
status-learning-stopped = أُوقف التعلم.
status-learnt = انتهى التعلم: أصاب في { $correct } من { $total } من الوسوم المحجوزة.
status-suggested = اقتُرحت صور.
sort-new-class = فئة جديدة
sort-add-class = إضافة فئة
sort-select-first = حدّد صورًا أولًا.
sort-classes =
    .aria-label = الفئات
sort-keys = انقر على الصور لتحديدها (مع Shift لتحديد نطاق)، ثم انقر على فئة أو اضغط على رقمها أو اسحب الصور إليها.
sort-tiles =
    .aria-label = صور للوسم
sort-none = لا يوجد شيء.
sort-back = السابق
sort-forward = التالي
sort-page = { $first } إلى { $last } من { $total }
sort-needs-network = يحتاج إلى شبكة مدرَّبة: انظر «{ train-title }».
sort-kept = { $count ->
        [zero] لا وسوم محفوظة: اضغط على «اقتراح صور لوسمها» للبدء بهذه الشبكة.
        [one] هناك وسم واحد محفوظ: اضغط على «اقتراح صور لوسمها» للتعلم منه بهذه الشبكة.
        [two] هناك وسمان محفوظان: اضغط على «اقتراح صور لوسمها» للتعلم منهما بهذه الشبكة.
        [few] هناك { $count } وسوم محفوظة: اضغط على «اقتراح صور لوسمها» للتعلم منها بهذه الشبكة.
        [many] هناك { $count } وسمًا محفوظًا: اضغط على «اقتراح صور لوسمها» للتعلم منها بهذه الشبكة.
       *[other] هناك { $count } وسم محفوظ: اضغط على «اقتراح صور لوسمها» للتعلم منها بهذه الشبكة.
    }
sort-begin = اضغط على «اقتراح صور لوسمها» للبدء، أو أظهر كل الصور.
sort-name-classes = سمِّ فئتين على الأقل، ثم حدّد صورًا وقل من أي فئة هي.
sort-give-images = أعطِ كل فئة من فئتين على الأقل صورة.
sort-go-on = واصل: كلما زادت الوسوم تحسّن، ولا سيما وسوم الصور المقترحة.
sort-class = { $class } ({ $count })
sort-class-key = { $key } { $class } ({ $count })
sort-no-class = 0 بلا فئة
sort-remove-class = ×
    .aria-label = إزالة الفئة { $class }
tile-labeled = ✓ { $class }
tile-predicted = { $class }؟ { $share }
tile-typical = قريبة من متوسط الجميع
tile-unlike = الأقل شبهًا بغيرها
tile-unlike-similarity = الأقل شبهًا بغيرها (التشابه { $similarity })
tile-between = { $classes }؟
tile-class = { $class } { $share }
tile-unsure = غير مؤكد؟
sort-report-title = { $count ->
        [zero] كيف تُصنَّف الصور
        [one] كيف تُصنَّف الصورة
        [two] كيف تُصنَّف الصورتان
        [few] كيف تُصنَّف الصور ({ $count } صور)
        [many] كيف تُصنَّف الصور ({ $count } صورة)
       *[other] كيف تُصنَّف الصور ({ $count } صورة)
    }
sort-not-among = ليست ضمنها الصور المحجوزة للتقييم وعددها { $count } (انظر «{ data-title }»).
sort-second-image = ضع وسمًا على صورة ثانية من إحدى الفئات لترى كم مرة يصيب المصنِّف.
sort-accuracy = أصاب في { $correct } من { $total } من الوسوم المحجوزة: { $accuracy } (مجال الثقة { $level }: من { $low } إلى { $high }). تنبأ بكل منها مصنِّف دُرّب على الوسوم الأخرى.
sort-mistakes = وسوم محجوزة أخطأ فيها المصنِّف: هل هي صحيحة؟
sort-mistake = { $class }، وقال المصنِّف: { $predicted } ({ $count })

## Trying it, and the camera

try-title = جرّبها: صورة أو الكاميرا
try-text = تسمّي الشبكة فئة صورة جديدة وتُظهر المناطق التي أثّرت في جوابها. يقوم بذلك مصنِّف آخر تقييم خطي أو ضبط دقيق («{ evaluate-title }»)، أو المصنِّف الذي تعلّم من وسومك («{ sort-title }»). لا تغادر الصور علامة التبويب هذه إلا إذا سمحت لجهاز آخر بالحساب.
try-drop = أفلت صورة هنا، أو ألصق واحدة ({ "Ctrl\u202F+\u202FV" } أو { "⌘\u202FV" })، أو اخترها:
try-photo = صورة
camera-start = تشغيل الكاميرا
camera-stop = إيقاف الكاميرا
camera-keep = الاحتفاظ بهذه الصورة
camera-video =
    .aria-label = صورة حية من الكاميرا
camera-caption = الكاميرا؛ تتوقف إذا مررت بعيدًا عنها أو غادرت الصفحة
camera-rate = { $rate } إطار/ث
try-progress =
    .aria-label = النظر إلى الصورة
status-trying = جارٍ النظر إلى الصورة.
status-picture-shows = في الصورة: { $class }.
status-similar-found = عُثر على صور متشابهة.
status-camera-opening = جارٍ فتح الكاميرا.
status-camera-started = شُغّلت الكاميرا.
status-camera-stopped = أُوقفت الكاميرا.
status-camera-scrolled = أُوقفت الكاميرا: لم تعد ظاهرة على الشاشة.
status-camera-left = أُوقفت الكاميرا: غودرت الصفحة.
status-camera-network = أُوقفت الكاميرا: الشبكة تتغير.
status-camera-shows = تُظهر الكاميرا: { $class }.
camera-refused = لا يُسمح لهذه الصفحة باستعمال الكاميرا. اسمح بذلك في إعدادات المتصفح لهذه الصفحة، ثم اضغط على «تشغيل الكاميرا».
camera-missing = لم يُعثر على كاميرا. صِل واحدة، ثم اضغط على «تشغيل الكاميرا».
camera-in-use = تعذّرت القراءة من الكاميرا. أغلق البرامج الأخرى التي ربما تستعملها، ثم اضغط على «تشغيل الكاميرا».
camera-no-access = لا تفتح المتصفحات الكاميرا إلا لصفحات عنوانها https، أو على هذا الجهاز (localhost).
camera-disconnected = فُصلت الكاميرا أو أخذها برنامج آخر. صِلها من جديد، ثم اضغط على «تشغيل الكاميرا».
try-pasted = صورة ملصقة
try-from-camera = صورة من الكاميرا
try-needs-model = درّب شبكة أو حمّل نموذجًا أولًا.
try-needs-classifier = أجرِ أولًا تقييمًا خطيًا أو ضبطًا دقيقًا تحت «{ evaluate-title }»، أو ضع وسومًا على صور تحت «{ sort-title }».
try-wait = انتظر حتى ينتهي العمل الجاري، أو أوقفه.
try-needs-network = يحتاج إلى شبكة مدرَّبة: انظر «{ train-title }».
try-classes = يعرف المصنِّف هذه الفئات: { $classes }.
try-no-classifier = لا يوجد مصنِّف بعد. لتدريب واحد، أجرِ تقييمًا خطيًا أو ضبطًا دقيقًا تحت «{ evaluate-title }»، أو ضع وسومًا على صور تحت «{ sort-title }».
try-similar-only = وحتى ذلك الحين لا تُعرض للصورة إلا أكثر صور الاختبار شبهًا بها.
try-picture = الصورة
try-attention = كما تراها الشبكة، مع الانتباه (Grad-CAM): المناطق المضيئة هي التي أثّرت في الجواب أكثر من غيرها
try-answer = { $class }، { $share }
try-similar = أكثر صور الاختبار شبهًا؛ والعدد هو تشابه جيب التمام لسماتها.

## The feature map

map-title = خريطة السمات ثنائية الأبعاد (t‑SNE)
map-text = توضع صور الاختبار ذات السمات المتشابهة بعضها قرب بعض. وبعد تقييم خطي أو ضبط دقيق تُعرض سمات شبكة المصنِّف.
map-start = رسم
map-progress =
    .aria-label = رسم خريطة السمات
status-mapping = جارٍ رسم خريطة السمات.
status-mapped = رُسمت خريطة السمات.
status-mapping-stopped = أُوقف الرسم؛ وتُحفظ الخريطة المرسومة حتى الآن.
map-summary = عدد صور الاختبار { $count }، والصور ذات السمات المتشابهة بعضها قرب بعض. أشِر إلى علامة، أو استعمل مفاتيح الأسهم، لترى صورتها.
map-summary-classes = عدد صور الاختبار { $count }، والصور ذات السمات المتشابهة بعضها قرب بعض. من بين أقرب خمس صور إلى كل صورة، نسبة ما هو من فئتها { $share }. أشِر إلى علامة، أو استعمل مفاتيح الأسهم، لترى صورتها.
map-table =
    .aria-label = مواضع صور الاختبار
map-image = صورة الاختبار
map-class = الفئة
map-across = أفقيًا
map-down = رأسيًا

## Comparing methods

compare-title = مقارنة الطرق
compare-text = يدرّب كل طريقة ويقيّمها بالإعدادات الموجودة تحت «{ train-title }»؛ ولكل طريقة معدل تعلم خاص بها. وتبقى شبكتك محفوظة.
compare-rows = الصفوف
compare-random = أوزان عشوائية
compare-seeds = البذور
compare-finetune = مع الضبط الدقيق (أبطأ)
compare-few-labels = وكذلك بخمسة وسوم لكل فئة
compare-start = مقارنة
compare-progress =
    .aria-label = المقارنة
compare-table =
    .aria-label = مقارنة الطرق
compare-method = الطريقة
compare-row = { $method } { $ratio }
compare-error = { $method }: { $error }
status-comparing = جارٍ مقارنة الطرق.
status-compared = انتهت المقارنة.
status-comparison-stopped = أُوقفت المقارنة؛ وتُحفظ النتائج حتى الآن.
comparing-starting = { $row }، البذرة { $seed }: جارٍ البدء
comparing-training = { $row }، البذرة { $seed }: جارٍ التدريب
comparing-evaluating = { $row }، البذرة { $seed }: جارٍ التقييم
comparing-table = جارٍ كتابة الجدول
column-loss = الخسارة
column-pretext-train = المهمة التمهيدية، التدريب
column-pretext = المهمة التمهيدية، صور جديدة
column-labels = { $column }، { $count ->
    [one] وسم واحد لكل فئة
    [two] وسمان لكل فئة
    [few] { $count } وسوم لكل فئة
    [many] { $count } وسمًا لكل فئة
   *[other] { $count } وسم لكل فئة
}
column-linear = خطي
column-finetune = ضبط دقيق
column-knn = kNN
column-recall-1 = recall@1
column-recall-5 = recall@5
column-recall-10 = recall@10
column-map = mAP
column-seconds = التدريب المسبق، ث
export-markdown = Markdown
export-csv = CSV
export-json = JSON

## Runs side by side

runs-title = التجارب جنبًا إلى جنب
runs-none = يُدرج كل تدريب هنا بإعداداته ونتائجه، ويبقى محفوظًا عندما يبدأ التدريب التالي.
runs-table =
    .aria-label = التجارب
runs-text = الخسارة والدقة في المهمة التمهيدية متوسطان للعُشر الأخير من الخطوات. يعيدك «استعمال» إلى شبكة تجربة سابقة.
runs-run = التجربة
runs-network = الشبكة
runs-method = الطريقة
runs-settings = الإعدادات
runs-images = الصور
runs-steps = الخطوات
runs-pretext = المهمة التمهيدية
runs-few-labels = وسوم قليلة
runs-current = الحالية
run-use = استعمال
    .aria-label = استعمال: التجربة { $number }
run-remove = إزالة
    .aria-label = إزالة: التجربة { $number }
run-undo = تراجع
    .aria-label = تراجع: التجربة { $number }
run-step = { $step } من { $total }
run-few-labels = { $share } من { $total }
run-accuracy-random = { $accuracy } (أوزان عشوائية { $random })
run-epochs = { $count ->
        [zero] بلا حقب
        [one] حقبة واحدة
        [two] حقبتان
        [few] { $count } حقب
        [many] { $count } حقبة
       *[other] { $count } حقبة
    }
run-batch-size = حجم الدفعة { $size }
run-learning-rate = معدل التعلم { NUMBER($rate, maximumSignificantDigits: 6) }
run-patch-size = حجم الرقعة { $ratio }
run-seed = البذرة { $seed }
runs-loss-by-step = خسارة التجارب بحسب الخطوة
runs-pretext-by-step = دقة التجارب في المهمة التمهيدية بحسب الخطوة
status-run-used = عُدت إلى تجربة سابقة.

## Saving and loading

keep-title = الحفظ والتحميل
keep-save = حفظ النموذج
keep-load = تحميل نموذج
keep-resume = استئناف
keep-save-html = حفظ المصنِّف كصفحة ويب
keep-save-onnx = حفظ بصيغة ONNX
keep-text = النماذج ملفات safetensors تُسمّى موتّراتها كما تُسمّى وحدات PyTorch، وملفات ONNX للبرامج الأخرى، وتصنّف صفحة الويب الصور وما تراه الكاميرا، حتى دون اتصال. يستعيد «استئناف» آخر نقطة حفظ لتجربة انقطعت ويدرّبها إلى نهايتها.
status-model-loaded = حُمّل النموذج.
network-loaded = { $steps ->
        [zero] حُمّلت: { $method }، { $backbone }، دون تدريب على { $data } بحجم { $size } بكسل.
        [one] حُمّلت: { $method }، { $backbone }، خطوة واحدة على { $data } بحجم { $size } بكسل.
        [two] حُمّلت: { $method }، { $backbone }، خطوتان على { $data } بحجم { $size } بكسل.
        [few] حُمّلت: { $method }، { $backbone }، { $steps } خطوات على { $data } بحجم { $size } بكسل.
        [many] حُمّلت: { $method }، { $backbone }، { $steps } خطوة على { $data } بحجم { $size } بكسل.
       *[other] حُمّلت: { $method }، { $backbone }، { $steps } خطوة على { $data } بحجم { $size } بكسل.
    }

## Projects: the work that is kept in the browser

project-load = فتح ملف مشروع
projects-kept = محفوظ في هذا المتصفح (المستعمل { $used } من { $quota }):
projects-none = متى بدأ تدريب حُفظ في هذا المتصفح: الصور والإعدادات والشبكة والنتائج.
project-name = { $data }، { DATETIME($date, dateStyle: "short", timeStyle: "short") }
project-state-open = { $name } (مفتوح)
project-state-deleted = { $name } (محذوف)
project-state-problem = { $name } ({ $problem })
project-undo = تراجع
    .aria-label = تراجع: { $name }
project-open = فتح
    .aria-label = فتح { $name }
project-rename = إعادة التسمية
    .aria-label = إعادة التسمية: { $name }
project-save = حفظ كملف
    .aria-label = حفظ كملف: { $name }
project-delete = حذف
    .aria-label = حذف { $name }
project-new-name = اسم المشروع:
project-progress = { $done } من { $total } من الصور
project-not-kept = لم يُحفظ: { $problem }
project-not-opened = لم يُفتح: { $problem }
project-damaged = المشروع تالف أو من برنامج آخر: مدخله «{ $entry }» ليس كما ينبغي. استعمل مشروعًا آخر.
project-no-images = ليس في المشروع صور. استعمل مشروعًا آخر.
status-project-opening = جارٍ فتح المشروع.
status-project-not-opened = لم يُفتح المشروع.
status-project-opened = عاد عملك إليك.

## What can go wrong, by the engine's codes. In English the page shows what the engine says itself, which is more exact;
## in other languages these sentences stand before that: what happened in general, and what to do.

error-invalid-config = لأحد الإعدادات قيمة لا يمكن استعمالها. غيّرها ثم حاول من جديد.
error-invalid-data = لا يمكن استعمال أحد الملفات. اختر ملفًا آخر.
error-label-out-of-range = في أحد الملفات وسوم ليست في مجموعة بياناته. إنه تالف، أو ينتمي إلى مجموعة بيانات أخرى.
error-no-images = لم يُعثر على صور. اختر ملفات صور أو مجلدًا فيه صور.
error-too-few-images = عدد الصور أقل مما تحتاج إليه دفعة واحدة. أضف صورًا، أو اختر حجم دفعة أصغر.
error-no-labels = يحتاج هذا إلى صور ذات فئات. حمّل صورًا لكل فئة منها مجلد.
error-non-finite-loss = أصبح التدريب غير مستقر. خفّض معدل التعلم ثم ابدأ من جديد.
error-invalid-model = هذا الملف ليس نموذجًا يمكن استعماله هنا. اختر ملفًا كتبه «حفظ النموذج».
error-other-data = الشبكة تنتمي إلى صور أخرى. حمّل تلك الصور، أو ابدأ تدريبًا جديدًا.
error-storage-failed = تعذّر حفظ شيء في هذا المتصفح أو قراءته منه. تحقق من المساحة الخالية؛ فالنوافذ الخاصة لا تحفظ شيئًا.
error-device-unavailable = لا يمكن استعمال وحدة المعالجة هذه هنا. دع الصفحة تختار، أو استعمل متصفحًا أحدث.
error-device-failed = تعطلت وحدة المعالجة. حمّل الصور من جديد؛ يستعيد «استئناف» آخر نقطة حفظ للتدريب.
error-server-unreachable = لا يمكن الوصول إلى الخادم. تحقق من عنوانه ومن أن «patchwise serve --relay» يعمل هناك.
error-server-refused = رفض الخادم الرمز. أدخل نص ملف الرمز الخاص به.
error-server-incompatible = يعمل على الخادم إصدار آخر من patchwise. ثبّت الإصدار نفسه على الجهازين.
error-out-of-order = يجب القيام بشيء آخر أولًا.
error-busy = هناك عمل آخر جارٍ. انتظر حتى ينتهي، أو أوقفه.
error-closed = أُغلقت وحدة المعالجة. حمّل الصور من جديد.
error-download-failed = تعذّر تنزيل ملف. تحقّق من عنوانه؛ ربما لا يسمح الخادم لصفحات أخرى بقراءته. أو نزّله بنفسك واختره ضمن «ملفاتي».
error-internal-error = في البرنامج خطأ. حمّل الصور من جديد، وأبلغ عن الخطأ إن تكرر.
error-out-of-memory = الذاكرة لا تكفي. استعمل صورًا أقل أو أصغر أو حجم دفعة أصغر، وأغلق علامات تبويب أخرى.
error-unknown = حدث خطأ ما. حاول من جديد، وأبلغ عنه إن تكرر.
field-clusters = عدد المجموعات
field-rows = عدد الصفوف
call-load = «تحميل الصور»
call-pretrain = «بدء»
call-save = «حفظ النموذج»
call-compare = «مقارنة»
call-linear = «تقييم» بالتقييم الخطي أو الضبط الدقيق
call-retrieval = «البحث عن صور متشابهة»

## Why a device was chosen: as the engine says it in English

reason-cpu-requested = طُلب المعالج (CPU)
reason-webgpu-requested = طُلب WebGPU وهو يعطي نتائج المعالج نفسها
reason-webgpu-available = تقنية WebGPU متاحة وتعطي نتائج المعالج نفسها
reason-no-webgpu = ليس في هذا المتصفح أو هذه الصفحة WebGPU
reason-no-adapter = لا يوفر المتصفح أي محوّل WebGPU
reason-software = محوّل WebGPU الوحيد برمجي وأبطأ من المعالج
reason-cpu-faster = المعالج هنا أسرع من WebGPU: { $cpu } م.ث لكل خطوة مقابل { $webgpu } م.ث على WebGPU
reason-webgpu-faster = يعطي نتائج المعالج نفسها وهو أسرع: { $webgpu } م.ث لكل خطوة مقابل { $cpu } م.ث على المعالج
reason-one-thread = على خيط واحد، لأن الصفحة ليست معزولة عن المصادر الأخرى (cross-origin)
reason-server = طُلب خادم وهو يعطي نتائج المعالج
reason-server-lost = انقطع الاتصال بالخادم
