# The page's words in Spanish.

direction = ltr

## The frame of the page

doors =
    .aria-label = Partes de la página
door-lesson = Lección
door-lab = Laboratorio
door-teachers = Para docentes
language = Idioma
lab-intro = El laboratorio: preentrena una red pequeña con imágenes sin etiquetas y con tus propios ajustes, y evalúa, explora y compara lo que ha aprendido. No se instala nada y ningún dato sale de esta pestaña, salvo que dejes calcular a otro equipo.

title = patchwise: aprender a ver sin etiquetas
description =
    .content = Una pequeña red de visión aprende a ver sin etiquetas en esta pestaña.
continue-box =
    .aria-label = Tu último trabajo
continue-text = Trabajaste aquí por última vez ({ DATETIME($date, dateStyle: "medium", timeStyle: "short") }): { $name }.
continue = Continuar donde lo dejaste
start-anew = Empezar de nuevo

## The device, errors, and words that several sections use

device-opening = Buscando un dispositivo…
device-none = Ningún dispositivo.
device-runs = { $device ->
        [webgpu] Funciona con WebGPU: { $reason }.
        [remote] Funciona en otro equipo: { $reason }.
       *[cpu] { $threads ->
            [1] Funciona con la CPU: { $reason }.
           *[other] Funciona con la CPU ({ $threads } hilos): { $reason }.
        }
    }
status-opening = Buscando un dispositivo.
status-ready = { $device ->
        [webgpu] Todo listo en WebGPU.
        [remote] Todo listo en otro equipo.
       *[cpu] { $threads ->
            [1] Todo listo en la CPU.
           *[other] Todo listo en la CPU ({ $threads } hilos).
        }
    }
status-failed = Terminado por un error.
error-close = Cerrar
error-other-device = Dejar que la página elija el dispositivo
error-detail = Detalles en inglés
device-unknown = La dirección pide el dispositivo «{ $device }», pero solo se conocen ?device=cpu y ?device=webgpu. La página ha elegido por su cuenta.
server-missing = La dirección pide otro equipo, pero esta pestaña no conoce ningún servidor. Indícalo en el laboratorio, en «Calcular en otro equipo». La página ha elegido un dispositivo por su cuenta.
elsewhere = Calcular en otro equipo
elsewhere-why = Si «patchwise serve --relay» se ejecuta en un equipo más potente, esta página puede calcular allí. Todas las imágenes que cargues o pruebes se le envían cifradas.
elsewhere-server = Dirección del servidor, tal como la mostró
elsewhere-hint = La dirección empieza por http:// o https:// y termina en # y 64 letras y cifras.
elsewhere-not-kept = Este navegador no permite guardar la dirección para esta pestaña. Permite que la página guarde datos.
elsewhere-token = Texto de su archivo de token
elsewhere-connect = Conectar
elsewhere-here = Volver a calcular en este dispositivo
quoted = «{ $name }»
stop = Detener
as-a-table = Como tabla
loss = Pérdida
accuracy = Exactitud
trained = pesos entrenados
random-weights = pesos aleatorios
chance-level = nivel de azar
image-number = imagen { $number }
no-class = sin clase
none = –
bar-label = { $name }: { $share }

## Words that many parts use

right = correcto
wrong = incorrecto
back = Atrás
next = Siguiente
undo = Deshacer
pause = Pausar
resume = Reanudar
paused = En pausa
number = { NUMBER($value, maximumFractionDigits: 2) }
part = { $part }

## The lesson: its frame

lesson-steps = Pasos de la lección
lesson-step-you = Primero tú
lesson-step-untrained = No sabe nada
lesson-step-learning = Aprende
lesson-step-again = Tú contra ella
lesson-step-learnt = ¿Qué ha aprendido?
lesson-step-fool = Engáñala
lesson-step-report = Tu informe
to-the-lab = Seguir en el laboratorio
lesson-opening = Iniciando…
lesson-first-learning = Primero deja que aprenda: paso 3.
lesson-first-learnt = Primero dile algunos nombres: paso 5.
lesson-next = Siguiente: { $step }
read-aloud = Leer en voz alta

lesson-title-you = Primero tú: ¿cómo se giró la imagen?
lesson-lead-you = Algunas de estas imágenes se han girado. Di hacia dónde apunta ahora la parte de arriba de cada una: haz clic o pulsa una tecla de flecha. No hacen falta nombres, solo tus ojos.
lesson-title-untrained = La red no sabe nada
lesson-lead-untrained = Una red neuronal es un programa que contiene muchos números, llamados pesos. Al principio son aleatorios. Hazle tus preguntas y mira qué dice. Las zonas claras son las que más influyeron en su respuesta.
lesson-title-learning = Aprende
lesson-lead-learning = La computadora gira ella misma las imágenes y las pegatinas, así que sabe las respuestas correctas: nadie tiene que decirle qué hay en una imagen. Después de cada intento, la red cambia un poco sus pesos. Abajo hay cuatro de tus imágenes: de vez en cuando se le pregunta por ellas, pero nunca aprende con ellas.
lesson-title-again = Tú contra ella
lesson-lead-again = Ahora la red entrenada recibe las mismas preguntas que tú. Nunca ha visto estas imágenes mientras aprendía.
lesson-title-learnt = ¿Qué ha aprendido?
lesson-lead-learnt = Para saber qué lado va arriba hay que reconocer lo que se ve. ¿Le sirve eso a la red para clasificar imágenes? Ahora se le dicen los nombres de unas pocas imágenes, de cinco tipos.
lesson-title-fool = Engáñala
lesson-lead-fool = Ahora la pregunta ya no es cómo se giró una imagen, sino qué muestra. Cambia una de modo que tú aún sepas qué es, pero la red no.
lesson-title-report = Tu informe
lesson-lead-report = Lo que has hecho y lo que la red ha aprendido, en una página.

lesson-status-asking = Preguntando a la red.
lesson-status-answered = La red ha respondido.
lesson-status-measuring = Midiendo lo rápida que es esta computadora.
lesson-status-measured = La red empieza a aprender.
lesson-status-sorting = La red clasifica.
lesson-status-sorted = La red ha clasificado las imágenes.
lesson-status-searching = Buscando imágenes similares.
lesson-status-found = Imágenes similares encontradas.
lesson-stopped = Esto se detuvo. Inícialo otra vez.

## The lesson: how something was turned

turn-0 = hacia arriba
turn-1 = hacia la izquierda
turn-2 = hacia abajo
turn-3 = hacia la derecha
lesson-guess-picture = imagen { $turn }
lesson-guess-sticker = pegatina { $turn }
lesson-truth = respuesta correcta: { $answer }

## The lesson: the quiz

quiz-answers = ¿Hacia dónde apunta la parte de arriba?
quiz-question-picture = Pregunta { $number } de { $total }: ¿hacia dónde apunta la parte de arriba de la imagen?
quiz-question-sticker = Pregunta { $number } de { $total }: ¿hacia dónde apunta la parte de arriba de la pegatina enmarcada?
quiz-stickers-begin = Algo nuevo: ahora hay una pegatina sobre la imagen, una pequeña copia de ella con un marco. Solo la pegatina puede estar girada.
quiz-right = ¡Correcto!
quiz-last = Pregunta { $number }:
quiz-wrong-picture = No: la parte de arriba de esa imagen apuntaba { $turn } ({ $arrow }).
quiz-wrong-sticker = No: la parte de arriba de esa pegatina apuntaba { $turn } ({ $arrow }).
quiz-your-score = Tu puntuación
quiz-pictures = respuestas correctas sobre imágenes
quiz-stickers = respuestas correctas sobre pegatinas
score-of = { $right } de { $total }
score-about = alrededor de { $number }
score-network = la red, sin entrenar
score-guessing = respondiendo al azar
score-you = Tú
score-you-again = Tú, la segunda vez
score-network-before = La red, sin entrenar
score-network-after = La red, entrenada
score-who = Quién
score-right = Aciertos

## The lesson: untrained and trained

untrained-ask = Pregunta a la red
untrained-why = Dice casi lo mismo de todas las imágenes: todavía no ha aprendido a ver. Su tarea es más difícil que la tuya: nadie le dice si se giró la imagen o la pegatina, y no ve ningún marco. Así que puede elegir entre ocho respuestas, y al azar se acierta una de cada ocho veces.
learning-start = Deja que aprenda
learning-start-time = Deja que aprenda (unos dos minutos)
learning-anew = Deja que aprenda de nuevo
learning-done = Listo: ha aprendido.
learning-stop = Parar aquí
learning-progress = Aprendizaje
learning-measuring = Midiendo lo rápida que es esta computadora…
learning-words = { $step ->
    [one] Tras un paso,
   *[other] Tras { $step } pasos,
} en la vuelta { $epoch } por { $images } imágenes, acierta el { $accuracy } de sus últimas respuestas. Nivel de azar: { $chance }.
learning-loss = Pérdida: cuánto se equivoca
learning-accuracy = Exactitud: con qué frecuencia acierta
learning-chance = nivel de azar
again-ask = Pregunta a la red entrenada
again-repeat = Repite tú el cuestionario
again-results = Volver a los resultados
again-caption = Aciertos en las mismas { $total } preguntas
again-better = { $right } de { $total }: ha aprendido a ver qué lado va arriba, también en imágenes nuevas para ella.
again-little = { $right } de { $total } es apenas más que adivinar. Esta vez ha aprendido demasiado poco: deja que aprenda más tiempo o con más imágenes.
again-why = Mientras aprendía acertaba más: eran imágenes que veía una y otra vez. Quince preguntas son pocas; dos o tres aciertos más o menos pueden ser suerte.

## The lesson: what it learnt

learnt-test = Dile los nombres de { $count } imágenes de cada tipo
learnt-busy = Un momento…
learnt-trained = bien clasificadas por la red entrenada
learnt-random = por una red que no aprendió nada
learnt-helped = Clasifica mejor que una red que no aprendió nada, aunque muchas siguen mal. Mientras giraba imágenes no se le dijo ningún nombre: las cinco de cada tipo son todo lo que sabe de ellos.
learnt-not-helped = Esta vez no clasifica mejor que una red que no aprendió nada: la diferencia puede ser suerte. Ha aprendido demasiado poco; con más tiempo o más imágenes esto cambia.
learnt-why = A las dos redes se les dijeron los mismos nombres: { $count } de cada uno de los { $classes } tipos. La única diferencia es que una de ellas había aprendido antes, girando imágenes. Aprender de preguntas que hace la propia computadora se llama aprendizaje autosupervisado.
learnt-wrong = { $count ->
    [one] Una imagen está mal clasificada. Haz clic en ella para ver qué otras le parecen similares a la red
   *[other] { $count } imágenes están mal clasificadas, como estas. Haz clic en una para ver qué otras le parecen similares a la red
}
learnt-taken = { $other } en lugar de { $class }
learnt-similar = Imágenes que le parecen similares
learnt-similar-why = La primera es la que elegiste. Los porcentajes dicen cuánto se parecen las imágenes según la red; 100 % sería la misma imagen. Busca entre imágenes de todos los tipos, y a menudo se guía por colores y formas más que por lo que es la cosa.
learnt-similarity = { $class }, { $part }
moments-title = Un mapa de lo que ve
moments-why = Cada marca es una imagen con la que nunca ha aprendido. Cuanto más cerca están dos marcas, más parecidas le resultan las imágenes a la red. Mueve el control desde antes del entrenamiento hasta el final.
moments-slider = Momento del entrenamiento
moments-step = paso { $step }
moments-words = En el paso { $step }: de las cinco vecinas más cercanas de cada una de las { $images } imágenes, el { $part } es del mismo tipo.

## The lesson: fool it

fool-choose = Elige una imagen con una marca ✓: la red la nombra bien. Luego cámbiala hasta que se equivoque.
fool-pictures = Imágenes para cambiar
fool-none-right = La red no nombra bien ninguna de estas imágenes: ha aprendido demasiado poco. Prueba lo contrario: ¡cambia una hasta que acierte!
fool-picture = { $named ->
    [true] { $class }, la red la reconoce
   *[other] { $class }
}
fool-canvas = La imagen que vas a cambiar. Las flechas mueven la marca; la barra espaciadora aplica la herramienta.
fool-tools = Herramientas
fool-cover = Tapar
fool-draw = Dibujar
fool-sticker = Pegatina girada
fool-color = Color
color-1 = rojo
color-2 = azul
color-3 = verde
color-4 = amarillo
color-5 = blanco
color-6 = negro
fool-turn = Girar
fool-reset = Empezar de nuevo
fool-photo = Foto propia
fool-keys = Haz clic en la imagen para aplicar la herramienta. Con el teclado: flechas y barra espaciadora.
fool-map = Claro: lo que más influyó en su respuesta
fool-why = ¿Por qué? Solo se le dijeron nombres de pocas imágenes, todas derechas y enteras. Se guía por los colores y las formas de las zonas claras y no tiene idea de las cosas.
fool-unreadable = El navegador no puede leer «{ $name }» como imagen. Elige un archivo JPEG, PNG o WebP.
fool-says = La red dice: { $other }.
fool-still = Sigue diciendo: { $other }. Continúa.
fool-helped = Ahora acierta: ¡{ $other }! Tu cambio la ha ayudado.
fool-errs-still = Dice: { $other }. Ya se equivocaba antes de que cambiaras nada, así que esto no cuenta.
fool-errs = La red dice: { $other }. Pero la respuesta correcta es: { $class }. Se equivoca sin tu ayuda: elige una imagen con una marca ✓ o cambia esta hasta que acierte.
fool-fooled = { $count ->
    [one] ¡Engañada! Debería decir «{ $class }», pero dice «{ $other }». ¿Se habría equivocado una persona?
   *[other] ¡Engañada otra vez (ya van { $count })! Debería decir «{ $class }», pero dice «{ $other }». ¿Se habría equivocado una persona?
}

## The lesson: the report

report-name = Tu nombre, si quieres (se queda en esta pestaña):
report-print = Imprimir o guardar como PDF
report-save = Guardar un archivo de resultado para tu docente
report-saved = Guardado como { $file } en tus descargas.
report-link = Copiar un enlace a esta lección
report-copied = Copiado: { $link }
report-note = Con el enlace, otra computadora hace lo mismo con las mismas imágenes. El resultado es un archivo pequeño; no se envía nada a ningún sitio.
report-pictures = Cuatro de las preguntas y, al lado, los lugares (claros) que influyeron en la respuesta de la red entrenada:
report-title = Una red aprende con imágenes giradas
report-gpu = en el procesador gráfico
report-remote = en otro equipo
report-cpu = { $threads ->
    [one] en un núcleo del procesador
   *[other] en { $threads } núcleos del procesador
}
report-training = Aprendió durante { $step ->
    [one] un paso
   *[other] { $step } pasos
} con { $images } imágenes sin nombres, { $device } (semilla { $seed }).
report-sorting = Después de conocer los nombres de { $count } imágenes de cada tipo, clasificó bien esta parte de las demás:
report-fooled = { $count ->
    [one] La engañaron una vez.
   *[other] La engañaron { $count } veces.
}
report-think = Para pensar
report-question-1 = ¿Por qué girar imágenes enseña algo sobre lo que hay en ellas?
report-question-2 = ¿En qué imágenes nadie, ni siquiera una persona, podría decir qué lado va arriba?
report-question-3 = La red solo aprendió con dibujos. ¿Qué esperarías de ella con fotos de tu escuela?

## For teachers: links and results

link-title = Un enlace para su clase
link-why = Todas las personas que abren este enlace reciben las mismas imágenes y preguntas en cualquier computadora. Si se indica un número de vueltas, el entrenamiento también es el mismo: las mismas pérdidas y la misma red al final, tarde lo que tarde. Si no, la red aprende durante unos dos minutos.
link-seed = Número de la lección (semilla)
link-epochs = Vueltas por todas las imágenes (épocas)
link-as-fits = tantas como quepan
merge-title = Resultados de una clase
merge-why = Los alumnos guardan un archivo pequeño en la última página de la lección. Elija aquí los archivos de todos: se convierten en una tabla y un gráfico. No se envía nada a ningún sitio.
merge-choose = Elegir archivos de resultados
merge-clear = Quitar todos
merge-refused = { $count ->
    [one] Este archivo no es un resultado de la lección y se ha omitido: { $names }.
   *[other] { $count } archivos no son resultados de la lección y se han omitido, por ejemplo { $names }.
} Los resultados se guardan en la última página de la lección.
merge-nameless = sin nombre
merge-name = Nombre
merge-person = Persona
merge-before = Red, sin entrenar
merge-after = Red, entrenada
merge-steps = Pasos
merge-sorted = Bien clasificadas
merge-random = Clasificadas por una red que no aprendió nada
merge-fooled = Engañada
merge-mean = Media
merge-caption = { $count ->
    [one] Resultado de una persona
   *[other] Resultados de { $count } personas
}
merge-plot = Aciertos; cada punto es una persona

## For teachers: the notes

notes-title = Notas para docentes
notes-print = Imprimir las notas
notes-aims = Objetivos
notes-aims-1 = Los alumnos explican cómo una red puede aprender de imágenes que nadie ha etiquetado: se le ponen tareas cuyas respuestas conoce la computadora.
notes-aims-2 = Describen el aprendizaje como muchos cambios pequeños de números después de cada error, y ven que requiere tiempo y muchos ejemplos.
notes-aims-3 = Distinguen para qué se entrenó una red (saber qué lado va arriba) y para qué se puede usar después (clasificar imágenes con unos pocos nombres).
notes-aims-4 = Descubren dónde falla y argumentan a partir de aquello en lo que se fija.
notes-before = Antes de la clase
notes-before-1 = Sirve cualquier computadora de los últimos diez años con un navegador actual; no se instala nada. Abra la página una vez en cada computadora mientras haya conexión: después funciona también sin ella.
notes-before-2 = Cree arriba un enlace para su clase, para que todos tengan las mismas imágenes y puedan comparar.
notes-before-3 = En computadoras lentas el entrenamiento dura los mismos dos minutos, pero la red aprende menos. Vale la pena hablar de ello.
notes-before-4 = Auriculares, si los alumnos quieren escuchar los textos.
notes-twenty = Plan para 20 minutos
notes-twenty-1 = 3 min: Muestre una imagen girada. Pregunte: ¿cómo saben qué lado va arriba? Recoja lo que digan (cielo, suelo, ruedas…).
notes-twenty-2 = 3 min: Pasos 1 y 2. Todos responden y luego preguntan a la red sin entrenar. ¿Quién lo hace mejor, y cuánto mejor que el azar?
notes-twenty-3 = 4 min: Paso 3. Mientras aprende: ¿qué muestra la curva? ¿Por qué sube y baja?
notes-twenty-4 = 5 min: Pasos 4 y 5. Comparar las puntuaciones; averiguar qué tipos de imágenes confunde.
notes-twenty-5 = 5 min: Debate: nadie le dijo qué es un auto. ¿En qué tuvo que fijarse para ver qué lado va arriba?
notes-fortyfive = Plan para 45 minutos
notes-fortyfive-1 = 5 min: Como arriba, con imágenes propias que no tengan una parte de arriba clara (una pelota, una pizza, el cielo).
notes-fortyfive-2 = 6 min: Pasos 1 y 2.
notes-fortyfive-3 = 6 min: Paso 3. Primero, dibujar la curva: ¿qué esperan?
notes-fortyfive-4 = 8 min: Pasos 4 y 5, con el mapa: mover el control y describir qué le pasa a un tipo de imágenes.
notes-fortyfive-5 = 10 min: Paso 6 por parejas: ¿quién la engaña con el cambio más pequeño? Anotar en qué se fijaba.
notes-fortyfive-6 = 5 min: Paso 7. Imprimir el informe o guardar el resultado; reunir arriba los archivos de la clase y mirar el gráfico.
notes-fortyfive-7 = 5 min: Debate: ¿dónde sería útil una red así y dónde harían daño sus errores?
notes-answers = Preguntas y respuestas
notes-answers-1 = ¿Entiende qué es un auto? No. Ha encontrado patrones que ayudan a saber qué lado va arriba, como unas ruedas abajo. Esos patrones resultan útiles para clasificar.
notes-answers-2 = ¿Por qué se dice que aprende sin etiquetas? Porque nadie anotó lo que muestran las imágenes. Las respuestas correctas de su tarea vienen de la computadora, que giró ella misma las imágenes.
notes-answers-3 = ¿Para qué sirve la pegatina? Para responder sobre una pegatina pequeña y girada, la red tiene que fijarse en lugares concretos, no solo en la imagen entera.
notes-answers-4 = ¿Por qué son distintos los resultados de dos computadoras? Han aprendido durante un número distinto de pasos. Con un número de vueltas en el enlace, son iguales.
notes-answers-5 = ¿Es bueno un 60 %? Compárelo con el azar (12,5 % con ocho respuestas) y con usted mismo, no con 100.
notes-answers-6 = ¿Podría aprender más? Sí: durante más tiempo, con más imágenes, con una red más grande. El laboratorio de esta página permite todo eso.
notes-misconceptions = Lo que los alumnos suelen pensar
notes-misconceptions-1 = «Busca las imágenes en internet». Funciona con el cable de red desconectado.
notes-misconceptions-2 = «Recuerda las imágenes». Las preguntas del paso 4 tratan de imágenes con las que nunca ha aprendido.
notes-misconceptions-3 = «Ve como nosotros». El paso 6 muestra que la pueden confundir cambios pequeños que a nadie le importarían.
notes-misconceptions-4 = «La zona clara es lo que piensa». Es solo donde un cambio habría alterado más la respuesta.
notes-misconceptions-5 = «Más entrenamiento siempre ayuda». Ayuda cada vez menos, y la red puede aprenderse demasiado bien sus propias imágenes.
notes-privacy = Privacidad
notes-privacy-1 = No hay cuentas ni rastreo. Todo se calcula en el navegador; las imágenes, las fotos y los resultados no salen de la computadora, y la política de seguridad de la página prohíbe al navegador enviar nada a otro sitio. Lo que se conserva entre visitas se queda en este navegador y se puede borrar en el laboratorio. Solo si dejas calcular a otro equipo se le envían imágenes, cifradas.

## The footer: privacy, use without a network, updates

privacy = Nada de lo que haces aquí sale de esta pestaña: sin cuentas ni rastreo. La política de seguridad de la página le permite cargar sus propios archivos y no contactar con nada más. Solo si indicas una dirección web como fuente de imágenes se contacta también con ella. Solo si dejas calcular a otro equipo se le envían imágenes, cifradas.
offline-kept = Funciona sin conexión: { $megabytes } MB se guardan en este navegador.
offline-full = No funciona sin conexión: el navegador no tiene espacio para la página. Todo lo demás funciona como siempre; libera espacio y vuelve a cargar la página.
offline-network = Todavía no funciona sin conexión: no llegaron todos los archivos de la página. El resto se descargará en tu próxima visita.
offline-refused = No funciona sin conexión: este navegador no guarda páginas, como ocurre en las ventanas privadas. Todo lo demás funciona como siempre.
offline-insecure = No funciona sin conexión: los navegadores solo guardan páginas cuya dirección empieza por https:// o http://localhost.
update-text = Hay una versión nueva de esta página. Al actualizar, la página se vuelve a cargar.
update-now = Actualizar ahora

## The groups of the lab

lab-nav =
    .aria-label = Partes del laboratorio
group-data = Datos
group-train = Entrenar
group-evaluate = Evaluar
group-explore = Explorar
group-compare = Comparar
group-save = Guardar
settings = Ajustes

## Progress

progress-starting = Iniciando…
progress-paused = en pausa
time-estimating = calculando el tiempo restante
time-seconds = quedan { $seconds } s
time-minutes = quedan { $minutes } min { $seconds } s
time-hours = quedan { $hours } h { $minutes } min
progress-images = { $done } de { $total } imágenes, { $left }
progress-clusters = Buscando grupos, { $done } de { $total }
progress-knn = Midiendo la exactitud kNN: { $done } de { $total }
progress-steps = Paso { $done } de { $total }, época { $epoch } de { $epochs }, { $speed } imágenes/s, { $left }
progress-comparison = { $current }, { $left }
progress-share = { $share }, { $left }
# A download, in megabytes.
progress-download = Archivo { $place } de { $count }: { $done } de { $total } MB, { $left }
progress-download-unknown = Archivo { $place } de { $count }: { $done } MB

## Images

data-title = Imágenes
data-source = Origen
data-source-scenes = Escenas dibujadas
data-source-files = Mis archivos
data-source-url = Dirección web
data-source-camera = Cámara
files-drop = Suelta aquí archivos o una carpeta, o elígelos:
files-choose = Archivos
files-choose-folder = Carpeta
files-formats = Una carpeta con una carpeta de imágenes por clase, o lo mismo en .zip, .tar o .tar.gz; los archivos de STL-10, CIFAR-10, CIFAR-100, MNIST y parecidos, tal como se descargan; .npz y .npy de NumPy; .tar de WebDataset; Parquet del Hugging Face Hub. Las partes llamadas train, val y test se mantienen como tales.
files-chosen = { $count ->
        [one] { $count } archivo elegido.
       *[other] { $count } archivos elegidos.
    }
files-none = No hay archivos elegidos. Elige archivos o una carpeta, o suéltalos aquí.
url-label = Direcciones de archivos, separadas por espacios
url-text = Los archivos de un conjunto de datos por sus direcciones, como las de sus enlaces de descarga, de un servidor que permita a otras páginas leerlos. Se guardan en este navegador y se descargan una sola vez.
url-none = No se ha indicado ninguna dirección. Escribe la dirección de un archivo o elige otra fuente.
downloads-kept = { $name }: { $size } MB
downloads-part = { $name }: { $size } MB, incompleto
downloads-remove = Quitar
downloads-remove-name = Quitar { $name }
collect-class = Clase (opcional)
collect-burst = Tomar 20 fotos
collect-one = Tomar una
collect-count = { $class }: { $count }
collect-count-without = sin clase: { $count }
collect-remove = Quitar
    .aria-label = Quitar todas las de { $class }
collect-remove-without = Quitar
    .aria-label = Quitar todas las que no tienen clase
collect-text = { $count ->
        [0] Todavía no hay fotos. Se quedan en esta pestaña.
        [one] { $count } foto. Pulsa «Cargar imágenes» para usarla.
       *[other] { $count } fotos. Pulsa «Cargar imágenes» para usarlas.
    }
collect-text-full = { $count } fotos, el máximo posible. Pulsa «Cargar imágenes» para usarlas.
collect-failed = No se pudo tomar ninguna foto ({ $reason }). Inicia la cámara de nuevo.
data-square = Hacer cuadradas las fotos
data-square-crop = recortando al centro
data-square-fit = ajustando con barras negras
data-square-picture =
    .aria-label = La primera foto
data-train-split = Aprender con la parte
data-test-split = Evaluar con la parte
data-split-auto = hallada por su nombre
data-label-column = Columna o campo de las etiquetas (vacío: se halla por su nombre)
data-browser-formats = Dejar que el navegador descodifique AVIF y HEIC cuando pueda (los píxeles pueden variar según el navegador)
data-held-out = Reservado para evaluar (%), salvo que haya una carpeta de prueba
data-image-size = Tamaño de imagen (px)
data-count = Imágenes para preentrenar
seed = Semilla
data-load = Cargar imágenes
data-hint = Haz clic en «Cargar imágenes» para aplicar los cambios.
data-progress =
    .aria-label = Carga
status-loading = Cargando imágenes.
status-loaded = Imágenes cargadas.
status-loading-stopped = Carga detenida.
status-downloading = Descargando.
status-downloaded = Descargado.
status-download-stopped = Descarga detenida. Lo que ha llegado se conserva.
data-text = { $name }: { $unlabeled ->
        [one] { $unlabeled } imagen
       *[other] { $unlabeled } imágenes
    } para preentrenar, { $train ->
        [one] { $train } imagen etiquetada
       *[other] { $train } imágenes etiquetadas
    }, { $test ->
        [one] { $test } imagen de prueba
       *[other] { $test } imágenes de prueba
    } ({ $heldOut }), { $size } × { $size } píxeles, { $classes ->
        [0] sin clases
        [one] { $classes } clase
       *[other] { $classes } clases
    }.
dataset-scenes = Escenas
dataset-images = Imágenes
data-skipped = Se omite: { $names } ({ $reason }).
data-skipped-more = Se omite: { $names } y { $count } más ({ $reason }).
data-names-unseen = Los nombres de las clases están ocultos: la red nunca los ve durante el preentrenamiento.
data-show-names = Mostrarlos
data-preview-title = Haz clic en una imagen para ver sus vistas
held-out-scenes = escenas dibujadas solo para la evaluación
held-out-folder = las imágenes de { $folder }/
held-out-images = el { $percent } % de las imágenes, elegidas al azar
held-out-classes = el { $percent } % de cada clase, elegido al azar

## The drawn scenes

class-house = casa
class-fir = abeto
class-tree = árbol
class-sailboat = velero
class-car = auto
class-mushroom = hongo
class-flower = flor
class-lighthouse = faro
class-snowman = muñeco de nieve
class-balloon = globo

## The eight views

views-title = Las ocho vistas
views-text = La imagen girada 0°, 90°, 180° y 270°, y después la imagen derecha con una copia reducida de cada una de ellas pegada en un lugar (el parche). La red aprende a distinguir estas vistas.
view-rotated = { $degrees }°
view-patch = parche { $degrees }°

## Training

train-title = Entrenar sin etiquetas (preentrenamiento)
train-method = Método
train-patch-ratio = Tamaño del parche (fracción del lado de la imagen)
train-backbone = Red
train-best = Aprender lo máximo en el tiempo que tengo
train-minutes = Minutos
train-best-text = { $method }, { $epochs ->
    [one] una época
   *[other] { $epochs } épocas
}: alrededor de { $minutes ->
    [one] un minuto
   *[other] { $minutes } minutos
} en este dispositivo.
train-epochs = Pasadas por todas las imágenes (épocas)
train-batch-size = Tamaño de lote
train-learning-rate = Tasa de aprendizaje
train-augmentation = Cambios aleatorios de las imágenes (aumento)
train-small-start = Imágenes más pequeñas al principio
small-start-none = no
small-start-half = en la mitad de los pasos
small-start-most = en cuatro quintos de los pasos
train-knn = Medir la exactitud kNN durante el entrenamiento (requiere clases)
augmentation-own = según el método
augmentation-flip = reflejo
augmentation-crop = recorte y reflejo
augmentation-reflect = recorte con bordes reflejados, y reflejo
augmentation-strong = fuerte: partes, reflejo y colores
augmentation-none = ninguno
task-temperature = Temperatura
task-draws = Copias de cada imagen
task-focus = Énfasis en los pares difíciles (pérdida focal)
task-cluster-starts = Inicios de k-means
task-cluster-rounds = Rondas de k-means como máximo
task-invariance = Peso de las características iguales (invariancia)
task-variance = Peso de la varianza
task-covariance = Peso de la covarianza
task-target-decay = Parte de la red objetivo que se conserva en cada paso
task-patch-weight = Peso de las vistas giradas
train-start = Iniciar
train-copy-link = Copiar un enlace con estos ajustes
train-pause = Pausar
train-resume = Reanudar
train-progress =
    .aria-label = Entrenamiento
status-training-started = Entrenamiento iniciado.
status-training-paused = Entrenamiento en pausa.
status-training-resumed = Entrenamiento reanudado.
status-training-finished = Entrenamiento terminado.
status-training-stopped = Entrenamiento detenido; se conserva la red entrenada hasta ahora.
status-training-restarted = El entrenamiento se reinició en el paso { $step }.
train-unfinished = Detenido en el paso { $step } de { $total }: «{ keep-resume }», en «{ keep-title }», lo continúa.
train-hardly-begun = El entrenamiento interrumpido acababa de empezar: pulsa «Iniciar» para comenzarlo de nuevo.
train-restarted = { $count ->
        [1] Reiniciado una vez automáticamente, en el paso { $step }: { $reason }
       *[other] Reiniciado { $count } veces automáticamente, la última en el paso { $step }: { $reason }
    }
train-restarted-memory = Faltaba memoria, así que los gradientes se calculan para { $images } imágenes a la vez; la normalización por lotes usa las estadísticas de estas.
train-chart-table =
    .aria-label = Pérdida y exactitud por paso
chart-pretext = Exactitud en la tarea de pretexto
chart-loss-by-step = Pérdida por paso
chart-pretext-by-step = Exactitud en la tarea de pretexto por paso
train-summary-knn = La exactitud kNN pasó de { $first } a { $last }.
chart-knn = Exactitud kNN durante el entrenamiento
chart-knn-by-step = Exactitud kNN por paso
chart-steps = pasos →
train-summary-loss = { $steps ->
        [one] Tras { $steps } paso, la pérdida pasó de { $first } a { $last } (media de la última décima parte).
       *[other] Tras { $steps } pasos, la pérdida pasó de { $first } a { $last } (media de la última décima parte).
    }
train-summary = { $steps ->
        [one] Tras { $steps } paso, la pérdida pasó de { $first } a { $last } y la exactitud en la tarea de pretexto llegó al { $accuracy } (medias de la última décima parte).
       *[other] Tras { $steps } pasos, la pérdida pasó de { $first } a { $last } y la exactitud en la tarea de pretexto llegó al { $accuracy } (medias de la última décima parte).
    }
train-summary-chance = { $steps ->
        [one] Tras { $steps } paso, la pérdida pasó de { $first } a { $last } y la exactitud en la tarea de pretexto llegó al { $accuracy } (medias de la última décima parte; nivel de azar: { $chance }).
       *[other] Tras { $steps } pasos, la pérdida pasó de { $first } a { $last } y la exactitud en la tarea de pretexto llegó al { $accuracy } (medias de la última décima parte; nivel de azar: { $chance }).
    }
train-step = Paso
train-rank = Las características difieren en unas { $rank } de { $count } direcciones (rango efectivo).
train-collapsed = La red ha colapsado: da casi las mismas características a todas las imágenes y ya no aprende nada. Detenla y baja la tasa de aprendizaje o cambia los ajustes del método.

## Methods, by their names in the engine: titles are as written in papers, summaries are plain sentences for pupils

method-choice = { $plain } ({ $title })
method-rotnet-plain = ¿Hacia dónde se giró?
method-patch-rotnet-plain = ¿Imagen girada o pegatina girada?
method-patch-relnet-plain = ¿Están giradas igual la imagen y la pegatina?
method-deep-infomax-plain = ¿Van juntas estas partes?
method-deep-cluster-plain = ¿En qué grupo está?
method-simclr-plain = ¿Cuáles dos son copias de una imagen?
method-vicreg-plain = ¿Las mismas características para ambas copias?
method-relational-reasoning-plain = ¿Una imagen o dos?
method-byol-plain = ¿Qué ve mi copia?
method-simclr-patch-rotnet-plain = Pares de copias, y giros
method-vicreg-patch-rotnet-plain = Las mismas características para copias, y giros
method-supervised-plain = ¿Qué es? Con todas las etiquetas
method-rotnet-title = RotNet
method-rotnet-summary = La red ve una imagen girada 0, 90, 180 o 270 grados y predice qué giro es.
method-patch-rotnet-title = Patch RotNet
method-patch-rotnet-summary = Se gira la imagen o una copia pequeña pegada en ella; la red predice cuál de las dos y cuánto.
method-patch-relnet-title = Patch RelNet
method-patch-relnet-summary = La red ve una imagen girada junto a otra con un parche girado y predice el giro que comparten.
method-deep-infomax-title = Deep InfoMax
method-deep-infomax-summary = La red decide si su resumen de una imagen y los detalles de una imagen van juntos.
method-deep-cluster-title = Deep Cluster
method-deep-cluster-summary = Las imágenes similares se agrupan, la red aprende a nombrar el grupo y los grupos se vuelven a calcular.
method-simclr-title = SimCLR
method-simclr-summary = Se hacen dos copias modificadas de cada imagen; entre las de muchas imágenes, la red encuentra los pares.
method-vicreg-title = VICReg
method-vicreg-summary = Dos copias modificadas de una imagen deben dar las mismas características, e imágenes distintas, características distintas.
method-relational-reasoning-title = Relational Reasoning
method-relational-reasoning-summary = La red ve dos copias modificadas y dice si son de una sola imagen o de dos.
method-byol-title = BYOL
method-byol-summary = A partir de una copia modificada de una imagen, la red predice lo que una copia más lenta de sí misma ve en otra.
method-simclr-patch-rotnet-title = SimCLR + Patch RotNet
method-simclr-patch-rotnet-summary = La red aprende las dos cosas a la vez: a encontrar pares de copias modificadas y a decir cómo están giradas las imágenes y los recortes.
method-vicreg-patch-rotnet-title = VICReg + Patch RotNet
method-vicreg-patch-rotnet-summary = La red aprende las dos cosas a la vez: las mismas características para copias modificadas, y cómo están giradas las imágenes y los recortes.
method-supervised-title = Supervisado
method-supervised-summary = La red se entrena con la clase correcta de cada imagen: es la referencia para el aprendizaje sin etiquetas.
method-random-title = Pesos aleatorios

## Networks

backbone-resnet8-title = ResNet-8
backbone-resnet32-title = ResNet-32
backbone-resnet56-title = ResNet-56

## Evaluations

protocol-linear-title = Evaluación lineal
protocol-linear-summary = El clasificador de dos capas del artículo, o una sola capa, se entrena con las características; la red no cambia.
protocol-finetune-title = Ajuste fino
protocol-finetune-summary = La red y un clasificador se entrenan juntos con etiquetas.
protocol-knn-title = Vecinos más cercanos
protocol-knn-summary = Cada imagen de prueba recibe la clase de las imágenes etiquetadas más similares.
protocol-retrieval-title = Recuperación de imágenes
protocol-retrieval-summary = Para cada imagen de prueba se buscan las otras más similares: ¿son de la misma clase?
protocol-pretext-title = Tarea de pretexto
protocol-pretext-summary = La propia tarea del preentrenamiento, con imágenes no vistas en él.
evaluate-title = Evaluar lo que ha aprendido
evaluate-protocol = Método de evaluación
evaluate-classifier = Clasificador (evaluación lineal, ajuste fino)
evaluate-two-layer = dos capas, como en el artículo
evaluate-single-layer = una sola capa
evaluate-logistic = regresión logística
evaluate-classless = Estas imágenes no tienen clases, y todo salvo la tarea de pretexto las necesita. «{ sort-title }» crea un clasificador a partir de unas pocas etiquetas tuyas.
evaluate-start = Evaluar
evaluate-progress =
    .aria-label = Evaluación
status-evaluating = Evaluando.
status-evaluated = Evaluación terminada.
status-evaluation-stopped = Evaluación detenida.
result-two-layer = El clasificador tiene dos capas, como en el artículo.
result-single-layer = El clasificador tiene una sola capa; el del artículo tiene dos.
result-logistic = El clasificador es una regresión logística; el del artículo tiene dos capas.
result-counts = { $correct } de { $total } correctas; pesos aleatorios { $random }; al azar unas { $guessed }.
result-counts-alone = { $correct } de { $total } correctas; al azar unas { $guessed }.
result-accuracy = Exactitud: { $accuracy } ({ $correct } de { $total }; intervalo de confianza del { $level }: de { $low } a { $high }).
result-retrieval = La imagen más similar es de la misma clase en el { $accuracy } de las imágenes de prueba ({ $correct } de { $total }; intervalo de confianza del { $level }: de { $low } a { $high }).
result-above = Son { $points } puntos porcentuales más que con pesos aleatorios.
result-below = Son { $points } puntos porcentuales menos que con pesos aleatorios.
retrieval-caption = Exhaustividad (recall): una imagen de la misma clase está entre las primeras 1, 5 o 10. mAP: media de la precisión promedio (mean average precision).
retrieval-weights = pesos
retrieval-results = Resultados de la recuperación
confusion = Matriz de confusión
confusion-corner = real \ predicha
confusion-accuracy = exactitud
confusion-by-class = Por clase

## Attention

attend-title = Atención (Grad-CAM)
attend-text = Las zonas claras son las que más influyeron en la respuesta. Si un método no tiene clases, son lo que hace que una vista se parezca a la imagen derecha. Para explicar etiquetas de clase, haz antes una evaluación.
attend-target = Explicar
attend-pretext = tarea de pretexto
attend-label = etiqueta de clase
attend-start = Mostrar atención
status-attending = Dibujando mapas de atención.
status-attended = Mapas de atención dibujados.
attend-image = Imagen { $number }.
attend-image-class = Imagen { $number }, { $class }.
attend-untrained = Sin entrenar
attend-trained = Entrenada
attend-correct = { $view }: ✓ correcto
attend-wrong = { $view }: ✗ predicción: { $name }
attend-predicted = { $view }: predicción: { $name }
attend-similarity = { $view }: { $similarity } parecida a la imagen derecha
answer-turned = giro de { $degrees }°
answer-patch = parche { $degrees }°
answer-cluster = grupo { $number }
answer-class = clase { $number }
answer-own-map = mapa propio
answer-another-map = mapa de otra

## Similar images

similar-title = Imágenes similares (recuperación)
similar-text = Las imágenes de prueba se comparan por la similitud del coseno de sus características. Hacen falta más de diez imágenes de prueba con clases.
similar-start = Buscar imágenes similares
similar-progress =
    .aria-label = Comparación de imágenes de prueba
status-timing = Midiendo con qué rapidez entrena este dispositivo.
status-timed = Medido.
status-ranking = Comparando imágenes de prueba.
status-ranked = Imágenes similares encontradas: elige una.
status-search-stopped = Búsqueda detenida.
similar-queries = Haz clic en una imagen para ver las más similares
similar-caption = { $place }. { $name } { $similarity }
similar-caption-same = { $place }. { $name } ✓ { $similarity }
similar-caption-other = { $place }. { $name } ✗ { $similarity }
similar-summary = De las { $total } imágenes más similares a esta ({ $name }), { $same } son de su clase ({ $share }). ✓: misma clase, ✗: otra clase; el número es la similitud del coseno.
similar-why = ¿Por qué se parecen?
similar-why-text = Las zonas claras son lo que hace que las dos imágenes de un par se parezcan para la red.
similar-pair = Par { $place }

## Sorting with a few labels

sort-title = Clasificar imágenes con pocas etiquetas
sort-text = Di de qué clase son unas pocas imágenes: un clasificador que usa las características de la red aprende de ellas en un segundo y clasifica el resto. Se sugieren, por turnos, imágenes entre dos clases, en las que duda, e imágenes que no se parecen a ninguna etiquetada: de ambas es de las que más aprende.
sort-suggest = Sugerir imágenes para etiquetar
sort-show = Mostrar
sort-view-next = Siguientes por etiquetar
sort-view-all = Todas las imágenes
sort-view-labeled = Etiquetadas por ti ({ $count })
sort-view-class = Clasificadas como { $class } ({ $count })
sort-progress =
    .aria-label = Aprendizaje a partir de las etiquetas
status-learning = Aprendiendo de las etiquetas.
status-learning-stopped = Aprendizaje detenido.
status-learnt = Aprendido: acierta { $correct } de { $total } etiquetas reservadas.
status-suggested = Imágenes sugeridas.
sort-new-class = Clase nueva
sort-add-class = Añadir clase
sort-select-first = Selecciona antes imágenes.
sort-classes =
    .aria-label = Clases
sort-keys = Haz clic en las imágenes para seleccionarlas (con Mayús, un rango); después haz clic en una clase, pulsa su número o arrastra las imágenes hasta ella.
sort-tiles =
    .aria-label = Imágenes para etiquetar
sort-none = No hay ninguna.
sort-back = Anterior
sort-forward = Siguiente
sort-page = { $first } a { $last } de { $total }
sort-needs-network = Necesita una red entrenada: consulta «{ train-title }».
sort-kept = { $count ->
        [one] Se conserva { $count } etiqueta: pulsa «Sugerir imágenes para etiquetar» para aprender de ella con esta red.
       *[other] Se conservan { $count } etiquetas: pulsa «Sugerir imágenes para etiquetar» para aprender de ellas con esta red.
    }
sort-begin = Pulsa «Sugerir imágenes para etiquetar» para empezar, o muestra todas las imágenes.
sort-name-classes = Pon nombre a dos clases como mínimo, selecciona imágenes y di de qué clase son.
sort-give-images = Asigna al menos a dos clases una imagen cada una.
sort-go-on = Continúa: con más etiquetas mejora, sobre todo con las de imágenes sugeridas.
sort-class = { $class } ({ $count })
sort-class-key = { $key } { $class } ({ $count })
sort-no-class = 0 sin clase
sort-remove-class = ×
    .aria-label = Quitar la clase { $class }
tile-labeled = ✓ { $class }
tile-predicted = ¿{ $class }? { $share }
tile-typical = cerca de la media de todas
tile-unlike = la menos parecida a las demás
tile-unlike-similarity = la menos parecida a las demás (similitud { $similarity })
tile-between = ¿{ $classes }?
tile-class = { $class } { $share }
tile-unsure = ¿dudosa?
sort-report-title = { $count ->
        [one] Cómo se clasifica { $count } imagen
       *[other] Cómo se clasifican las { $count } imágenes
    }
sort-not-among = No se incluyen { $count } reservadas para la evaluación (consulta «{ data-title }»).
sort-second-image = Etiqueta una segunda imagen de una clase para ver con qué frecuencia acierta el clasificador.
sort-accuracy = Acierta { $correct } de { $total } etiquetas reservadas: { $accuracy } (intervalo de confianza del { $level }: de { $low } a { $high }). Cada una la predijo un clasificador entrenado con las demás.
sort-mistakes = Etiquetas reservadas en las que falló: ¿son correctas?
sort-mistake = { $predicted } en lugar de { $class }: { $count }

## Trying it, and the camera

try-title = Pruébala: una foto o la cámara
try-text = La red dice la clase de una imagen nueva y muestra qué zonas influyeron en su respuesta. De ello se encarga el clasificador de la última evaluación lineal o del último ajuste fino («{ evaluate-title }»), o el que aprendió de tus etiquetas («{ sort-title }»). Las imágenes no salen de esta pestaña, salvo que dejes calcular a otro equipo.
try-drop = Suelta una foto aquí, pega una (Ctrl{ "\u202F" }+{ "\u202F" }V o ⌘{ "\u202F" }V) o elígela:
try-photo = Foto
camera-start = Iniciar cámara
camera-stop = Detener cámara
camera-keep = Quedarse con esta imagen
camera-video =
    .aria-label = Imagen en directo de la cámara
camera-caption = La cámara; se detiene cuando te desplazas fuera o sales de la página
camera-rate = { $rate } fotogramas por segundo
try-progress =
    .aria-label = Mirando la imagen
status-trying = Mirando la imagen.
status-picture-shows = La imagen muestra: { $class }.
status-similar-found = Imágenes similares encontradas.
status-camera-opening = Abriendo la cámara.
status-camera-started = Cámara iniciada.
status-camera-stopped = Cámara detenida.
status-camera-scrolled = Cámara detenida: quedó fuera de la vista.
status-camera-left = Cámara detenida: saliste de la página.
status-camera-network = Cámara detenida: la red cambia.
status-camera-shows = La cámara muestra: { $class }.
camera-refused = Esta página no puede usar la cámara. Permítelo en los ajustes del navegador para esta página y pulsa «Iniciar cámara».
camera-missing = No se encontró ninguna cámara. Conecta una y pulsa «Iniciar cámara».
camera-in-use = No se puede leer la cámara. Cierra otros programas que quizá la estén usando y pulsa «Iniciar cámara».
camera-no-access = Los navegadores solo abren la cámara en páginas con dirección https o en este equipo (localhost).
camera-disconnected = La cámara se desconectó o la tomó otro programa. Conéctala de nuevo y pulsa «Iniciar cámara».
try-pasted = Imagen pegada
try-from-camera = Imagen de la cámara
try-needs-model = Primero entrena una red o carga un modelo.
try-needs-classifier = Primero haz una evaluación lineal o un ajuste fino en «{ evaluate-title }», o etiqueta imágenes en «{ sort-title }».
try-wait = Espera a que termine el trabajo en curso, o detenlo.
try-needs-network = Necesita una red entrenada: consulta «{ train-title }».
try-classes = El clasificador conoce estas clases: { $classes }.
try-no-classifier = Todavía no hay clasificador. Para entrenar uno, haz una evaluación lineal o un ajuste fino en «{ evaluate-title }», o etiqueta imágenes en «{ sort-title }».
try-similar-only = Hasta entonces, una foto solo obtiene las imágenes de prueba más similares.
try-picture = La imagen
try-attention = Como la ve la red, con atención (Grad-CAM): las zonas claras son las que más influyeron en la respuesta
try-answer = { $class }, { $share }
try-similar = Las imágenes de prueba más similares; el número es la similitud del coseno de sus características.

## The feature map

map-title = Mapa de características en 2D (t{ "\u2011" }SNE)
map-text = Las imágenes de prueba con características similares se colocan cerca unas de otras. Después de una evaluación lineal o un ajuste fino, se muestran las características de la red del clasificador.
map-start = Dibujar
map-progress =
    .aria-label = Dibujo del mapa de características
status-mapping = Dibujando el mapa de características.
status-mapped = Mapa de características dibujado.
status-mapping-stopped = Dibujo detenido; se conserva el mapa dibujado hasta ahora.
map-summary = { $count } imágenes de prueba; las de características similares están cerca unas de otras. Señala una marca, o usa las flechas, para ver su imagen.
map-summary-classes = { $count } imágenes de prueba; las de características similares están cerca unas de otras. De las cinco más cercanas a cada una, el { $share } es de su clase. Señala una marca, o usa las flechas, para ver su imagen.
map-table =
    .aria-label = Posiciones de las imágenes de prueba
map-image = Imagen de prueba
map-class = Clase
map-across = Horizontal
map-down = Vertical

## Comparing methods

compare-title = Comparar métodos
compare-text = Entrena y evalúa cada método con los ajustes de «{ train-title }»; cada método tiene su propia tasa de aprendizaje. Tu red se conserva.
compare-rows = Filas
compare-random = Pesos aleatorios
compare-seeds = Semillas
compare-finetune = Con ajuste fino (más lento)
compare-few-labels = También con cinco etiquetas por clase
compare-start = Comparar
compare-progress =
    .aria-label = Comparación
compare-table =
    .aria-label = Comparación de métodos
compare-method = Método
compare-row = { $method } { $ratio }
compare-error = { $method }: { $error }
status-comparing = Comparando métodos.
status-compared = Comparación terminada.
status-comparison-stopped = Comparación detenida; se conservan los resultados obtenidos.
comparing-starting = { $row }, semilla { $seed }: iniciando
comparing-training = { $row }, semilla { $seed }: entrenando
comparing-evaluating = { $row }, semilla { $seed }: evaluando
comparing-table = escribiendo la tabla
column-loss = pérdida
column-pretext-train = pretexto, entrenamiento
column-pretext = pretexto, imágenes no vistas
column-labels = { $column }, { $count ->
    [one] una etiqueta por clase
   *[other] { $count } etiquetas por clase
}
column-linear = lineal
column-finetune = ajuste fino
column-knn = kNN
column-recall-1 = recall@1
column-recall-5 = recall@5
column-recall-10 = recall@10
column-map = mAP
column-seconds = preentrenamiento, s
export-markdown = Markdown
export-csv = CSV
export-json = JSON

## Runs side by side

runs-title = Ejecuciones lado a lado
runs-none = Cada entrenamiento aparece aquí con sus ajustes y resultados, y se conserva cuando empieza el siguiente.
runs-table =
    .aria-label = Ejecuciones
runs-text = La pérdida y la exactitud en la tarea de pretexto son medias de la última décima parte de los pasos. «Usar» vuelve a la red de una ejecución.
runs-run = Ejecución
runs-network = Red
runs-method = Método
runs-settings = Ajustes
runs-images = Imágenes
runs-steps = Pasos
runs-pretext = Tarea de pretexto
runs-few-labels = Pocas etiquetas
runs-current = actual
run-use = Usar
    .aria-label = Usar: ejecución { $number }
run-remove = Quitar
    .aria-label = Quitar: ejecución { $number }
run-undo = Deshacer
    .aria-label = Deshacer: ejecución { $number }
run-step = { $step } de { $total }
run-few-labels = { $share } de { $total }
run-accuracy-random = { $accuracy } (pesos aleatorios { $random })
run-epochs = { $count ->
        [one] { $count } época
       *[other] { $count } épocas
    }
run-batch-size = tamaño de lote { $size }
run-learning-rate = tasa de aprendizaje { NUMBER($rate, maximumSignificantDigits: 6) }
run-patch-size = tamaño del parche { $ratio }
run-seed = semilla { $seed }
runs-loss-by-step = Pérdida de las ejecuciones por paso
runs-pretext-by-step = Exactitud de las ejecuciones en la tarea de pretexto por paso
status-run-used = De vuelta a una ejecución anterior.

## Saving and loading

keep-title = Guardar y cargar
keep-save = Guardar modelo
keep-load = Cargar modelo
keep-resume = Reanudar
keep-save-html = Guardar el clasificador como página web
keep-save-onnx = Guardar como ONNX
keep-text = Los modelos son archivos safetensors con tensores nombrados como los módulos de PyTorch, los archivos ONNX son para otros programas y la página web clasifica fotos y lo que ve una cámara, también sin conexión. «Reanudar» restaura el último punto de control de un entrenamiento interrumpido y lo lleva hasta el final.
status-model-loaded = Modelo cargado.
network-loaded = { $steps ->
        [one] Cargado: { $method }, { $backbone }, { $steps } paso con { $data } a { $size } px.
       *[other] Cargado: { $method }, { $backbone }, { $steps } pasos con { $data } a { $size } px.
    }

## Projects: the work that is kept in the browser

project-load = Abrir archivo de proyecto
projects-kept = Guardado en este navegador ({ $used } de { $quota } en uso):
projects-none = En cuanto empieza un entrenamiento, se guarda en este navegador: imágenes, ajustes, red y resultados.
project-name = { $data }, { DATETIME($date, dateStyle: "short", timeStyle: "short") }
project-state-open = { $name } (abierto)
project-state-deleted = { $name } (eliminado)
project-state-problem = { $name } ({ $problem })
project-undo = Deshacer
    .aria-label = Deshacer { $name }
project-open = Abrir
    .aria-label = Abrir { $name }
project-rename = Cambiar nombre
    .aria-label = Cambiar nombre de { $name }
project-save = Guardar como archivo
    .aria-label = Guardar como archivo { $name }
project-delete = Eliminar
    .aria-label = Eliminar { $name }
project-new-name = El nombre del proyecto:
project-progress = { $done } de { $total } imágenes
project-not-kept = No se ha guardado: { $problem }
project-not-opened = No se ha abierto: { $problem }
project-damaged = El proyecto está dañado o es de otro programa: su entrada «{ $entry }» no es como debería. Usa otro proyecto.
project-no-images = El proyecto no tiene imágenes. Usa otro.
status-project-opening = Abriendo el proyecto.
status-project-not-opened = El proyecto no se abrió.
status-project-opened = Tu trabajo está de vuelta.

## What can go wrong, by the engine's codes. In English the page shows what the engine says itself, which is more exact;
## in other languages these sentences stand before that: what happened in general, and what to do.

error-invalid-config = Un ajuste tiene un valor que no se puede usar. Cámbialo e inténtalo de nuevo.
error-invalid-data = Un archivo no se puede usar. Elige otro.
error-label-out-of-range = Un archivo tiene etiquetas que su conjunto de datos no tiene. Está dañado o pertenece a otro conjunto de datos.
error-no-images = No se encontraron imágenes. Elige archivos de imagen o una carpeta con ellos.
error-too-few-images = Hay menos imágenes de las que necesita un lote. Añade imágenes o elige un tamaño de lote menor.
error-no-labels = Para esto hacen falta imágenes con clases. Carga imágenes con una carpeta por clase.
error-non-finite-loss = El entrenamiento se volvió inestable. Baja la tasa de aprendizaje y empieza de nuevo.
error-invalid-model = Este archivo no es un modelo que se pueda usar aquí. Elige un archivo creado con «Guardar modelo».
error-other-data = La red pertenece a otras imágenes. Carga esas imágenes o inicia un entrenamiento nuevo.
error-storage-failed = Algo no se pudo guardar en este navegador o leer de él. Comprueba el espacio libre; las ventanas privadas no guardan nada.
error-device-unavailable = Este dispositivo no se puede usar aquí. Deja que la página elija el dispositivo o usa un navegador más reciente.
error-device-failed = El dispositivo falló. Carga las imágenes de nuevo; «Reanudar» restaura el último punto de control de un entrenamiento.
error-server-unreachable = No se puede acceder al servidor. Comprueba su dirección y que «patchwise serve --relay» se esté ejecutando allí.
error-server-refused = El servidor rechazó el token. Indica el texto de su archivo de token.
error-server-incompatible = El servidor tiene otra versión de patchwise. Instala la misma versión en ambos equipos.
error-out-of-order = Antes hay que hacer otra cosa.
error-busy = Hay otro trabajo en curso. Espera a que termine o detenlo.
error-closed = El dispositivo se cerró. Carga las imágenes de nuevo.
error-download-failed = No se pudo descargar un archivo. Comprueba su dirección; puede que el servidor no permita a otras páginas leerlo. O descárgalo tú y elígelo en «Mis archivos».
error-internal-error = Hay un fallo en el programa. Carga las imágenes de nuevo y comunícalo si vuelve a ocurrir.
error-out-of-memory = No hay memoria suficiente. Usa menos imágenes, o más pequeñas, o un tamaño de lote menor, y cierra otras pestañas.
error-unknown = Algo salió mal. Inténtalo de nuevo y comunícalo si vuelve a ocurrir.
field-clusters = número de grupos
field-rows = número de filas
call-load = «Cargar imágenes»
call-pretrain = «Iniciar»
call-save = «Guardar modelo»
call-compare = «Comparar»
call-linear = «Evaluar» con evaluación lineal o ajuste fino
call-retrieval = «Buscar imágenes similares»

## Why a device was chosen: as the engine says it in English

reason-cpu-requested = se pidió la CPU
reason-webgpu-requested = se pidió WebGPU y da los resultados de la CPU
reason-webgpu-available = WebGPU está disponible y da los resultados de la CPU
reason-no-webgpu = este navegador o esta página no tiene WebGPU
reason-no-adapter = el navegador no ofrece ningún adaptador de WebGPU
reason-software = el único adaptador de WebGPU es por software, más lento que la CPU
reason-cpu-faster = aquí es más rápida que WebGPU, que tarda { $webgpu } ms por paso frente a { $cpu } ms en la CPU
reason-webgpu-faster = da los resultados de la CPU y es más rápido: { $webgpu } ms por paso frente a { $cpu } ms en la CPU
reason-one-thread = en un solo hilo, porque la página no está aislada (cross-origin)
reason-server = se pidió un servidor y da los resultados de la CPU
reason-server-lost = se perdió la conexión con el servidor
