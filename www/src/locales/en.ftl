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

## The footer: privacy, use without a network, updates

privacy = Nothing that you do here leaves this tab: no accounts, no tracking. The page's security policy lets it load its own files and contact nothing else.
offline-kept = Works offline: { $megabytes } MB are kept in this browser.
offline-full = Does not work offline: the browser has no space left for the page. All else works as usual; free some space and reload.
offline-network = Does not work offline yet: not all files of the page arrived. The rest is fetched on your next visit.
offline-refused = Does not work offline: this browser does not keep pages, as in private windows. All else works as usual.
offline-insecure = Does not work offline: browsers keep pages from addresses that begin with https:// or http://localhost only.
update-text = A new version of this page is ready. Updating reloads the page.
update-now = Update now
