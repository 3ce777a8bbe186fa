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
