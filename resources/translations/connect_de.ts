<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>AccountActions</name>
    <message>
        <source>Disconnect</source>
        <translation>Trennen</translation>
    </message>
    <message>
        <source>Sync with {server} no more?</source>
        <translation>Nicht mehr mit {server} abgleichen?</translation>
    </message>
    <message>
        <source>Nothing is deleted, neither here nor on the server. The key is forgotten.</source>
        <translation>Nichts wird gelöscht, weder hier noch auf dem Server. Der Schlüssel wird vergessen.</translation>
    </message>
    <message>
        <source>What was not sent yet stays on this device: {count}.</source>
        <translation>Was noch nicht gesendet ist, bleibt auf diesem Gerät: {count}.</translation>
    </message>
    <message>
        <source>Export what was learned</source>
        <translation>Gelerntes exportieren</translation>
    </message>
</context>
<context>
    <name>AccountDialog</name>
    <message>
        <source>Sign in again</source>
        <translation>Neu anmelden</translation>
    </message>
    <message>
        <source>Connect to a server</source>
        <translation>Mit einem Server verbinden</translation>
    </message>
    <message>
        <source>optional; else as its address</source>
        <translation>freiwillig; sonst wie seine Adresse</translation>
    </message>
    <message>
        <source>What is sent there is not encrypted: on a network you do not trust, others can read it.</source>
        <translation>Was dorthin gesendet wird, ist nicht verschlüsselt: In einem Netz, dem Sie nicht vertrauen, können andere mitlesen.</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Everything you learned is kept on this device. A new key is all the server needs.</source>
        <translation>Alles, was Sie gelernt haben, ist auf diesem Gerät gespeichert. Der Server braucht nur einen neuen Schlüssel.</translation>
    </message>
    <message>
        <source>What is learned here is brought to the server whenever there is a network, and what is learned elsewhere comes here. Whoever runs the server gives you its address and a key.</source>
        <translation>Was hier gelernt wird, kommt zum Server, sobald es ein Netz gibt, und was anderswo gelernt wird, kommt hierher. Adresse und Schlüssel gibt Ihnen, wer den Server betreibt.</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>&amp;Schlüssel</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;On this network</source>
        <translation>In &amp;diesem Netz</translation>
    </message>
    <message>
        <source>The server takes this key.</source>
        <translation>Der Server nimmt diesen Schlüssel an.</translation>
    </message>
    <message>
        <source>Connected. This computer has no keyring that takes the key, and keys are never written to a file: you will be asked for it again after the next start.</source>
        <translation>Verbunden. Dieser Computer hat keinen Schlüsselbund, der den Schlüssel aufnimmt, und in eine Datei wird er nie geschrieben: Nach dem nächsten Start werden Sie wieder danach gefragt.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Der Server wird gefragt…</translation>
    </message>
</context>
<context>
    <name>ActivityView</name>
    <message>
        <source>Activity tree</source>
        <translation>Aktivitätsbaum</translation>
    </message>
    <message>
        <source>Of the selected activity</source>
        <translation>Zur gewählten Aktivität</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Details of the selected activity</source>
        <translation>Einzelheiten zur gewählten Aktivität</translation>
    </message>
</context>
<context>
    <name>CallsList</name>
    <message>
        <source>No call matches.</source>
        <translation>Kein Aufruf passt.</translation>
    </message>
    <message>
        <source>Calls that the content makes from now on are listed here.</source>
        <translation>Hier erscheinen die Aufrufe, die der Inhalt von jetzt an macht.</translation>
    </message>
</context>
<context>
    <name>CallsView</name>
    <message>
        <source>API calls</source>
        <translation>API-Aufrufe</translation>
    </message>
    <message>
        <source>Filter calls</source>
        <translation>Aufrufe filtern</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Nur Fehler</translation>
    </message>
    <message>
        <source>Clear list</source>
        <translation>Liste leeren</translation>
    </message>
</context>
<context>
    <name>CarriedFiles</name>
    <message>
        <source>Export what was learned…</source>
        <translation>Gelerntes exportieren…</translation>
    </message>
    <message>
        <source>Import from another device…</source>
        <translation>Von anderem Gerät importieren…</translation>
    </message>
    <message>
        <source>Learned until {day}.zip</source>
        <translation>Gelernt bis {day}.zip</translation>
    </message>
    <message>
        <source>Another device</source>
        <translation>Ein anderes Gerät</translation>
    </message>
    <message>
        <source>Trust the device “{name}”?</source>
        <translation>Dem Gerät „{name}“ vertrauen?</translation>
    </message>
    <message>
        <source>Its words are:

{words}

Trust it only if whoever has that device reads the same words to you.</source>
        <translation>Seine Wörter sind:

{words}

Vertrauen Sie ihm nur, wenn Ihnen dieselben Wörter vorgelesen werden, von wem auch immer das Gerät ist.</translation>
    </message>
    <message>
        <source>Trust it</source>
        <translation>Vertrauen</translation>
    </message>
    <message>
        <source>Launches in the file: {count}. This device is known by its words: {words}.</source>
        <translation>Durchläufe in der Datei: {count}. Dieses Gerät erkennt man an seinen Wörtern: {words}.</translation>
    </message>
    <message>
        <source>“{device}” has received launches of this device: {count}.</source>
        <translation>„{device}“ hat Durchläufe dieses Geräts erhalten: {count}.</translation>
    </message>
    <message>
        <source>Launches from “{device}”: {count}. Bring the file {receipt} back to it.</source>
        <translation>Durchläufe von „{device}“: {count}. Bringen Sie die Datei {receipt} dorthin zurück.</translation>
    </message>
    <message>
        <source>Files of devices (*.zip)</source>
        <translation>Dateien von Geräten (*.zip)</translation>
    </message>
</context>
<context>
    <name>CatalogWords</name>
    <message>
        <source>Older version</source>
        <translation>Ältere Version</translation>
    </message>
    <message>
        <source>New version</source>
        <translation>Neue Version</translation>
    </message>
    <message>
        <source>Assigned to you</source>
        <translation>Ihnen zugewiesen</translation>
    </message>
</context>
<context>
    <name>ChooseScreen</name>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Choose where to go on</source>
        <translation>Wo soll es weitergehen?</translation>
    </message>
    <message>
        <source>Pick a part from the contents, or start where the course suggests.</source>
        <translation>Wählen Sie einen Teil aus dem Inhalt, oder beginnen Sie dort, wo der Kurs es vorschlägt.</translation>
    </message>
</context>
<context>
    <name>ContentDialogs</name>
    <message>
        <source>Show no more messages from this page</source>
        <translation>Keine weiteren Meldungen dieser Seite zeigen</translation>
    </message>
    <message>
        <source>The course says</source>
        <translation>Der Kurs sagt</translation>
    </message>
</context>
<context>
    <name>ContentsPanel</name>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Contents of the course</source>
        <translation>Inhalt des Kurses</translation>
    </message>
    <message>
        <source>Not open yet</source>
        <translation>Noch nicht offen</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Bestanden</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Nicht bestanden</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>You are here</source>
        <translation>Sie sind hier</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Not attempted</source>
        <translation>Noch nicht begonnen</translation>
    </message>
</context>
<context>
    <name>CopyButton</name>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>CourseActions</name>
    <message>
        <source>Play from the start</source>
        <translation>Von vorn beginnen</translation>
    </message>
    <message>
        <source>Play “{title}” from the start?</source>
        <translation>„{title}“ von vorn beginnen?</translation>
    </message>
    <message>
        <source>What you did so far stays on record, but you cannot go on from it any more.</source>
        <translation>Was Sie bisher getan haben, bleibt aufgezeichnet, aber weitermachen können Sie dort nicht mehr.</translation>
    </message>
    <message>
        <source>Export course</source>
        <translation>Kurs exportieren</translation>
    </message>
    <message>
        <source>SCORM packages (*.zip)</source>
        <translation>SCORM-Pakete (*.zip)</translation>
    </message>
    <message>
        <source>Remove course</source>
        <translation>Kurs entfernen</translation>
    </message>
    <message>
        <source>Remove “{title}” from this device?</source>
        <translation>„{title}“ von diesem Gerät entfernen?</translation>
    </message>
    <message>
        <source>The course goes; every learner&apos;s results stay and are there again if it comes back.</source>
        <translation>Der Kurs wird entfernt; die Ergebnisse aller Lernenden bleiben und sind wieder da, wenn er zurückkommt.</translation>
    </message>
    <message>
        <source>No server has it: it cannot be downloaded again.</source>
        <translation>Kein Server hat ihn: Er lässt sich nicht noch einmal herunterladen.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>“{title}” was exported to {path}.</source>
        <translation>„{title}“ wurde nach {path} exportiert.</translation>
    </message>
    <message>
        <source>“{title}” was removed from this device.</source>
        <translation>„{title}“ wurde von diesem Gerät entfernt.</translation>
    </message>
    <message>
        <source>{size} are free again; you can download it at any time.</source>
        <translation>{size} sind wieder frei; Sie können ihn jederzeit herunterladen.</translation>
    </message>
</context>
<context>
    <name>CourseWords</name>
    <message>
        <source>Not started</source>
        <translation>Nicht begonnen</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>Passed · {percent} %</source>
        <translation>Bestanden · {percent} %</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Bestanden</translation>
    </message>
    <message>
        <source>Failed · {percent} %</source>
        <translation>Nicht bestanden · {percent} %</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Nicht bestanden</translation>
    </message>
    <message>
        <source>In progress · {percent} %</source>
        <translation>In Arbeit · {percent} %</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>under 1 min</source>
        <translation>unter 1 min</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} h</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>Just now</source>
        <translation>Gerade eben</translation>
    </message>
    <message>
        <source>{minutes} min ago</source>
        <translation>vor {minutes} min</translation>
    </message>
    <message>
        <source>Today, {time}</source>
        <translation>Heute, {time}</translation>
    </message>
    <message>
        <source>Yesterday, {time}</source>
        <translation>Gestern, {time}</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>date format</comment>
        <translation>d. MMM yyyy</translation>
    </message>
</context>
<context>
    <name>CrashScreen</name>
    <message>
        <source>Reload</source>
        <translation>Neu laden</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>This part stopped working</source>
        <translation>Dieser Teil ist stehen geblieben</translation>
    </message>
    <message>
        <source>Everything it saved is kept. Reload it to go on from there.</source>
        <translation>Alles, was er gespeichert hat, ist noch da. Laden Sie ihn neu, um dort weiterzumachen.</translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Drop to add</source>
        <translation>Loslassen zum Hinzufügen</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Drop a course here</source>
        <translation>Kurs hier ablegen</translation>
    </message>
    <message>
        <source>A .zip or a folder with a SCORM course.
It stays on this device and plays without a network.</source>
        <translation>Eine .zip-Datei oder ein Ordner mit einem SCORM-Kurs.
Er bleibt auf diesem Gerät und läuft ohne Netz.</translation>
    </message>
    <message>
        <source>Add course…</source>
        <translation>Kurs hinzufügen…</translation>
    </message>
    <message>
        <source>Try the sample course</source>
        <translation>Beispielkurs ausprobieren</translation>
    </message>
</context>
<context>
    <name>EndScreen</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>You passed this course</source>
        <translation>Sie haben diesen Kurs bestanden</translation>
    </message>
    <message>
        <source>You have not passed this course</source>
        <translation>Sie haben diesen Kurs nicht bestanden</translation>
    </message>
    <message>
        <source>You completed this course</source>
        <translation>Sie haben diesen Kurs abgeschlossen</translation>
    </message>
    <message>
        <source>Your progress is saved</source>
        <translation>Ihr Fortschritt ist gespeichert</translation>
    </message>
    <message>
        <source>Score: {percent} %</source>
        <translation>Ergebnis: {percent} %</translation>
    </message>
    <message>
        <source>Score: {raw}</source>
        <translation>Ergebnis: {raw}</translation>
    </message>
    <message>
        <source>Open the course again to go on where you were.</source>
        <translation>Öffnen Sie den Kurs wieder, um dort weiterzumachen, wo Sie waren.</translation>
    </message>
    <message>
        <source>You can close it now, or open it again to look something up.</source>
        <translation>Sie können ihn jetzt schließen oder noch einmal öffnen, um etwas nachzusehen.</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>Hinweis</translation>
    </message>
</context>
<context>
    <name>FindingsDialog</name>
    <message>
        <source>What we found</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Nothing to complain about: this package is in order.</source>
        <translation>Nichts zu beanstanden: Dieses Paket ist in Ordnung.</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy the selected findings, or all of them</source>
        <translation>Die ausgewählten Befunde kopieren, sonst alle</translation>
    </message>
    <message>
        <source>All ({count})</source>
        <translation>Alle ({count})</translation>
    </message>
    <message>
        <source>Errors ({count})</source>
        <translation>Fehler ({count})</translation>
    </message>
    <message>
        <source>Warnings ({count})</source>
        <translation>Warnungen ({count})</translation>
    </message>
    <message>
        <source>Hints ({count})</source>
        <translation>Hinweise ({count})</translation>
    </message>
</context>
<context>
    <name>FindingsList</name>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
</context>
<context>
    <name>HeaderBar</name>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Progress in the course</source>
        <translation>Fortschritt im Kurs</translation>
    </message>
    <message>
        <source>Reload this part</source>
        <translation>Diesen Teil neu laden</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Drucken…</translation>
    </message>
    <message>
        <source>Look inside</source>
        <translation>Hineinsehen</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Save and leave</source>
        <translation>Speichern und verlassen</translation>
    </message>
    <message>
        <source>Exit course</source>
        <translation>Kurs beenden</translation>
    </message>
    <message>
        <source>Keeps your place and closes the course</source>
        <translation>Merkt sich Ihre Stelle und schließt den Kurs</translation>
    </message>
    <message>
        <source>Ends the course for now and shows what it came to</source>
        <translation>Beendet den Kurs für jetzt und zeigt, was dabei herauskam</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
</context>
<context>
    <name>Headline</name>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Copy everything in this window as text ({shortcut})</source>
        <translation>Alles in diesem Fenster als Text kopieren ({shortcut})</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was war</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>Bisher war nichts.</translation>
    </message>
    <message>
        <source>&amp;Change…</source>
        <translation>Ä&amp;ndern…</translation>
    </message>
    <message>
        <source>Go on from the other place instead</source>
        <translation>Stattdessen an der anderen Stelle weitermachen</translation>
    </message>
</context>
<context>
    <name>ImportRow</name>
    <message>
        <source>Adding “{name}”</source>
        <translation>„{name}“ wird hinzugefügt</translation>
    </message>
    <message>
        <source>Waiting…</source>
        <translation>Wartet…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel adding “{name}”</source>
        <translation>Hinzufügen von „{name}“ abbrechen</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
</context>
<context>
    <name>Imports</name>
    <message>
        <source>“{name}”</source>
        <translation>„{name}“</translation>
    </message>
    <message>
        <source>This was not added, for it is no course: {names}.</source>
        <translation>Das wurde nicht hinzugefügt, denn es ist kein Kurs: {names}.</translation>
    </message>
    <message>
        <source>A course is a .zip or a folder.</source>
        <translation>Ein Kurs ist eine .zip-Datei oder ein Ordner.</translation>
    </message>
    <message>
        <source>“{title}” was already here.</source>
        <translation>„{title}“ war schon da.</translation>
    </message>
    <message>
        <source>“{title}” is ready.</source>
        <translation>„{title}“ ist bereit.</translation>
    </message>
    <message>
        <source>“{name}” was not added.</source>
        <translation>„{name}“ wurde nicht hinzugefügt.</translation>
    </message>
    <message>
        <source>See what we found</source>
        <translation>Befunde ansehen</translation>
    </message>
    <message>
        <source>One warning.</source>
        <translation>Eine Warnung.</translation>
    </message>
    <message numerus="yes">
        <source>%n warnings.</source>
        <translation>
            <numerusform>%n Warnung.</numerusform>
            <numerusform>%n Warnungen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Satisfied</source>
        <translation>Erfüllt</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Maß</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Cannot be chosen</source>
        <translation>Nicht wählbar</translation>
    </message>
    <message>
        <source>Time in the attempt</source>
        <translation>Zeit im Versuch</translation>
    </message>
    <message>
        <source>{time} of {limit}</source>
        <translation>{time} von {limit}</translation>
    </message>
    <message>
        <source>Primary objective {id}</source>
        <translation>Hauptlernziel {id}</translation>
    </message>
    <message>
        <source>Objective {id}</source>
        <translation>Lernziel {id}</translation>
    </message>
    <message>
        <source>nothing is known</source>
        <translation>nichts bekannt</translation>
    </message>
    <message>
        <source>satisfied: {value}</source>
        <translation>erfüllt: {value}</translation>
    </message>
    <message>
        <source>measure: {value}</source>
        <translation>Maß: {value}</translation>
    </message>
    <message>
        <source>completed: {value}</source>
        <translation>abgeschlossen: {value}</translation>
    </message>
    <message>
        <source>progress: {value}</source>
        <translation>Fortschritt: {value}</translation>
    </message>
    <message>
        <source>raw: {value}</source>
        <translation>Punkte: {value}</translation>
    </message>
    <message>
        <source>min: {value}</source>
        <translation>Minimum: {value}</translation>
    </message>
    <message>
        <source>max: {value}</source>
        <translation>Maximum: {value}</translation>
    </message>
    <message>
        <source>a measure of {measure} or more</source>
        <translation>ein Maß von mindestens {measure}</translation>
    </message>
    <message>
        <source>   satisfied by</source>
        <translation>   erfüllt durch</translation>
    </message>
    <message>
        <source>   reads</source>
        <translation>   liest</translation>
    </message>
    <message>
        <source>   writes</source>
        <translation>   schreibt</translation>
    </message>
    <message>
        <source>Prerequisites</source>
        <translation>Voraussetzungen</translation>
    </message>
    <message>
        <source>Control modes</source>
        <translation>Steuerung</translation>
    </message>
    <message>
        <source>{rule} – holds now</source>
        <translation>{rule} – trifft jetzt zu</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>{milliseconds} ms</source>
        <translation>{milliseconds} ms</translation>
    </message>
    <message>
        <source>Global objective</source>
        <translation>Globales Lernziel</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>Min.</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>Max.</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>Geschrieben von</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>Gelesen von</translation>
    </message>
    <message>
        <source>Global objectives</source>
        <translation>Globale Lernziele</translation>
    </message>
    <message>
        <source>This course has no global objectives.</source>
        <translation>Dieser Kurs hat keine globalen Lernziele.</translation>
    </message>
    <message>
        <source>Last request</source>
        <translation>Letzte Anforderung</translation>
    </message>
    <message>
        <source>Activities</source>
        <translation>Aktivitäten</translation>
    </message>
    <message>
        <source>API calls</source>
        <translation>API-Aufrufe</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>What it decided</source>
        <translation>Was er entschied</translation>
    </message>
    <message>
        <source>Steps of the last request</source>
        <translation>Schritte der letzten Anforderung</translation>
    </message>
    <message>
        <source>Nothing was asked of this course yet</source>
        <translation>Von diesem Kurs wurde noch nichts verlangt</translation>
    </message>
    <message>
        <source>No rule and no limit stood in the way.</source>
        <translation>Keine Regel und keine Grenze stand im Weg.</translation>
    </message>
    <message>
        <source>{count} more: see “Last request”.</source>
        <translation>{count} weitere: siehe „Letzte Anforderung“.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Start or resume</source>
        <translation>Beginnen oder fortsetzen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Choice of “{title}”</source>
        <translation>Wahl von „{title}“</translation>
    </message>
    <message>
        <source>Jump to “{title}”</source>
        <translation>Sprung zu „{title}“</translation>
    </message>
    <message>
        <source>Exit of the part</source>
        <translation>Teil verlassen</translation>
    </message>
    <message>
        <source>Exit of the course</source>
        <translation>Kurs verlassen</translation>
    </message>
    <message>
        <source>Save and leave</source>
        <translation>Speichern und verlassen</translation>
    </message>
    <message>
        <source>Abandon the part</source>
        <translation>Teil abbrechen</translation>
    </message>
    <message>
        <source>Abandon the course</source>
        <translation>Kurs abbrechen</translation>
    </message>
    <message>
        <source>“{title}” goes on</source>
        <translation>„{title}“ geht weiter</translation>
    </message>
    <message>
        <source>“{title}” is shown</source>
        <translation>„{title}“ wird gezeigt</translation>
    </message>
    <message>
        <source>the course was put aside</source>
        <translation>der Kurs wurde unterbrochen</translation>
    </message>
    <message>
        <source>the course has ended</source>
        <translation>der Kurs ist zu Ende</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>nothing is shown, the learner chooses</source>
        <translation>nichts wird gezeigt, der Lernende wählt</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>current</source>
        <translation>aktuell</translation>
    </message>
    <message>
        <source>active</source>
        <translation>aktiv</translation>
    </message>
    <message>
        <source>suspended</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>not selected</source>
        <translation>nicht ausgewählt</translation>
    </message>
    <message>
        <source>not tracked</source>
        <translation>nicht verfolgt</translation>
    </message>
    <message>
        <source>{attempts} of {limit}</source>
        <translation>{attempts} von {limit}</translation>
    </message>
</context>
<context>
    <name>InspectorWindow</name>
    <message>
        <source>{title} – look inside</source>
        <translation>{title} – Einblick</translation>
    </message>
    <message>
        <source>Last request</source>
        <translation>Letzte Anforderung</translation>
    </message>
    <message>
        <source>Global objectives</source>
        <translation>Globale Lernziele</translation>
    </message>
    <message>
        <source>API calls</source>
        <translation>API-Aufrufe</translation>
    </message>
</context>
<context>
    <name>LearnerChooser</name>
    <message>
        <source>Learning as {name}</source>
        <translation>Es lernt: {name}</translation>
    </message>
    <message>
        <source>Learner: {name}</source>
        <translation>Lernende Person: {name}</translation>
    </message>
    <message>
        <source>Add a learner</source>
        <translation>Lernende hinzufügen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Rename learner</source>
        <translation>Namen ändern</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Let courses use the internet</source>
        <translation>Kursen das Internet erlauben</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Add learner…</source>
        <translation>Lernende hinzufügen…</translation>
    </message>
</context>
<context>
    <name>LearnerDialog</name>
    <message>
        <source>Courses are told this name. Results are kept apart for every learner.</source>
        <translation>Kurse erfahren diesen Namen. Ergebnisse werden für alle Lernenden getrennt geführt.</translation>
    </message>
</context>
<context>
    <name>LearnerFields</name>
    <message>
        <source>&amp;Given name</source>
        <translation>&amp;Vorname</translation>
    </message>
    <message>
        <source>&amp;Family name</source>
        <translation>&amp;Nachname</translation>
    </message>
    <message>
        <source>There is already a learner of this name.</source>
        <translation>Diesen Namen gibt es hier schon.</translation>
    </message>
</context>
<context>
    <name>LeavingMenu</name>
    <message>
        <source>More ways to leave</source>
        <translation>Weitere Wege hinaus</translation>
    </message>
    <message>
        <source>Exit this part</source>
        <translation>Diesen Teil beenden</translation>
    </message>
    <message>
        <source>Abandon this part</source>
        <translation>Diesen Teil abbrechen</translation>
    </message>
    <message>
        <source>Abandon the course</source>
        <translation>Kurs abbrechen</translation>
    </message>
</context>
<context>
    <name>LibraryHeader</name>
    <message>
        <source>Courses</source>
        <translation>Kurse</translation>
    </message>
    <message>
        <source>Search courses</source>
        <translation>Kurse suchen</translation>
    </message>
    <message>
        <source>Add course…</source>
        <translation>Kurs hinzufügen…</translation>
    </message>
    <message>
        <source>Add course from a folder…</source>
        <translation>Kurs aus einem Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Close window</source>
        <translation>Fenster schließen</translation>
    </message>
    <message>
        <source>Share on this network…</source>
        <translation>In diesem Netz freigeben…</translation>
    </message>
    <message>
        <source>Shared on this network</source>
        <translation>In diesem Netz freigegeben</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Add a .zip ({shortcut})</source>
        <translation>Eine .zip-Datei hinzufügen ({shortcut})</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
</context>
<context>
    <name>LibraryWindow</name>
    <message>
        <source>Courses</source>
        <translation>Kurse</translation>
    </message>
    <message>
        <source>Add courses</source>
        <translation>Kurse hinzufügen</translation>
    </message>
    <message>
        <source>SCORM packages ({patterns})</source>
        <translation>SCORM-Pakete ({patterns})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Add a course from a folder</source>
        <translation>Kurs aus einem Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Courses are being added</source>
        <translation>Kurse werden hinzugefügt</translation>
    </message>
    <message>
        <source>Courses are still being added.</source>
        <translation>Es werden noch Kurse hinzugefügt.</translation>
    </message>
    <message>
        <source>Closing now stops that. Nothing stays behind half added.</source>
        <translation>Schließen hält das an. Nichts bleibt halb hinzugefügt zurück.</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Anhalten und schließen</translation>
    </message>
    <message>
        <source>Keep adding</source>
        <translation>Weiter hinzufügen</translation>
    </message>
</context>
<context>
    <name>Message</name>
    <message>
        <source>“{path}” cannot be read ({reason}): check that the disk is there and that you may read it.</source>
        <translation>„{path}“ kann nicht gelesen werden ({reason}): Prüfen Sie, ob der Datenträger da ist und ob Sie lesen dürfen.</translation>
    </message>
    <message>
        <source>“{path}” is not there: put it back, or import the course from where it is now.</source>
        <translation>„{path}“ ist nicht da: Legen Sie es zurück, oder importieren Sie den Kurs von dort, wo er jetzt liegt.</translation>
    </message>
    <message>
        <source>“{path}” changed while it was read: wait until it is complete and import it again.</source>
        <translation>„{path}“ hat sich beim Lesen geändert: Warten Sie, bis es vollständig ist, und importieren Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The package has no file “{name}”: ask its author for a complete package.</source>
        <translation>Das Paket hat keine Datei „{name}“: Bitten Sie um ein vollständiges Paket.</translation>
    </message>
    <message>
        <source>The file “{name}” of the package is damaged: get a new copy of the package and import that.</source>
        <translation>Die Datei „{name}“ des Pakets ist beschädigt: Besorgen Sie eine neue Kopie des Pakets und importieren Sie diese.</translation>
    </message>
    <message>
        <source>The file “{name}” of the package is larger than {limit} bytes: ask its author for a smaller one.</source>
        <translation>Die Datei „{name}“ des Pakets ist größer als {limit} Bytes: Bitten Sie um eine kleinere.</translation>
    </message>
    <message>
        <source>The disk is full: free some space and try again.</source>
        <translation>Der Datenträger ist voll: Schaffen Sie Platz und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>“{path}” cannot be written ({reason}): check that the disk is there and that you may write to it.</source>
        <translation>„{path}“ kann nicht geschrieben werden ({reason}): Prüfen Sie, ob der Datenträger da ist und ob Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>The import was cancelled and nothing was kept: import the package again when you like.</source>
        <translation>Der Import wurde abgebrochen, und nichts ist geblieben: Importieren Sie das Paket wieder, wann Sie möchten.</translation>
    </message>
    <message>
        <source>The folder holds more than {count} files: choose the folder of one course.</source>
        <translation>Der Ordner enthält mehr als {count} Dateien: Wählen Sie den Ordner eines einzelnen Kurses.</translation>
    </message>
    <message>
        <source>There is no imsmanifest.xml, so this is no SCORM course: export it as SCORM and import that.</source>
        <translation>Es gibt keine imsmanifest.xml, also ist das kein SCORM-Kurs: Exportieren Sie ihn als SCORM und importieren Sie das.</translation>
    </message>
    <message>
        <source>This is no SCORM course but {standard}: export the course as SCORM and import that.</source>
        <translation>Das ist kein SCORM-Kurs, sondern {standard}: Exportieren Sie den Kurs als SCORM und importieren Sie das.</translation>
    </message>
    <message>
        <source>The package holds {count} courses in folders of their own: import each of these folders by itself.</source>
        <translation>Das Paket enthält {count} Kurse in eigenen Ordnern: Importieren Sie jeden dieser Ordner für sich.</translation>
    </message>
    <message>
        <source>There is no imsmanifest.xml, but “{inner}” may be the course: unpack the package and import that.</source>
        <translation>Es gibt keine imsmanifest.xml, aber „{inner}“ könnte der Kurs sein: Entpacken Sie das Paket und importieren Sie diese Datei.</translation>
    </message>
    <message>
        <source>The zip file is damaged or cut off: get a complete copy of it and import that.</source>
        <translation>Die Zip-Datei ist beschädigt oder abgeschnitten: Besorgen Sie eine vollständige Kopie und importieren Sie diese.</translation>
    </message>
    <message>
        <source>This file is no zip: import the .zip of a SCORM course, or its folder.</source>
        <translation>Diese Datei ist kein Zip: Importieren Sie die .zip-Datei eines SCORM-Kurses oder seinen Ordner.</translation>
    </message>
    <message>
        <source>The file is empty: get a complete copy of the package and import that.</source>
        <translation>Die Datei ist leer: Besorgen Sie eine vollständige Kopie des Pakets und importieren Sie diese.</translation>
    </message>
    <message>
        <source>This is one part of a split zip: join the parts and import the whole zip.</source>
        <translation>Das ist ein Teil einer geteilten Zip-Datei: Fügen Sie die Teile zusammen und importieren Sie das Ganze.</translation>
    </message>
    <message>
        <source>This is a {kind} file, no zip: unpack it and import the folder with the course.</source>
        <translation>Das ist eine {kind}-Datei, kein Zip: Entpacken Sie sie und importieren Sie den Ordner mit dem Kurs.</translation>
    </message>
    <message>
        <source>The zip holds no files: get a complete copy of the package and import that.</source>
        <translation>Die Zip-Datei enthält keine Dateien: Besorgen Sie eine vollständige Kopie des Pakets und importieren Sie diese.</translation>
    </message>
    <message>
        <source>The zip is protected by a password: ask its author for a zip without one.</source>
        <translation>Die Zip-Datei ist durch ein Passwort geschützt: Bitten Sie um eine ohne Passwort.</translation>
    </message>
    <message>
        <source>The zip holds {count} files, more than any course: choose the zip of one course.</source>
        <translation>Die Zip-Datei enthält {count} Dateien, mehr als jeder Kurs: Wählen Sie die Zip-Datei eines einzelnen Kurses.</translation>
    </message>
    <message>
        <source>The zip is compressed with {method}: pack the course again with the usual Deflate method.</source>
        <translation>Die Zip-Datei ist mit {method} komprimiert: Packen Sie den Kurs neu mit dem üblichen Deflate-Verfahren.</translation>
    </message>
    <message>
        <source>Files inside the zip overlap each other, as in zip bombs: do not trust its origin.</source>
        <translation>Dateien in der Zip-Datei überlappen einander, wie in Zip-Bomben: Trauen Sie ihrer Herkunft nicht.</translation>
    </message>
    <message>
        <source>The zip holds a file that would lie outside the course: pack the course again from its own folder.</source>
        <translation>Die Zip-Datei enthält eine Datei, die außerhalb des Kurses läge: Packen Sie den Kurs neu aus seinem eigenen Ordner.</translation>
    </message>
    <message>
        <source>The zip holds a file with an invisible character in its name: rename it and pack the course again.</source>
        <translation>Die Zip-Datei enthält eine Datei mit einem unsichtbaren Zeichen im Namen: Benennen Sie sie um und packen Sie den Kurs neu.</translation>
    </message>
    <message>
        <source>The zip holds {count} files of this name, and the last is played: remove the others.</source>
        <translation>Die Zip-Datei enthält {count} Dateien dieses Namens, und die letzte wird gespielt: Entfernen Sie die anderen.</translation>
    </message>
    <message>
        <source>The folder {root} cannot be used ({reason}); choose another one with --data-dir.</source>
        <translation>Der Ordner {root} kann nicht benutzt werden ({reason}); wählen Sie mit --data-dir einen anderen.</translation>
    </message>
    <message>
        <source>“{title}” has no page that can be opened; run a check of the package to see what its manifest lacks.</source>
        <translation>„{title}“ hat keine Seite, die sich öffnen lässt; prüfen Sie das Paket, um zu sehen, was seinem Manifest fehlt.</translation>
    </message>
    <message>
        <source>There is no course “{name}” here; give a .zip, a folder, or an id from the list of courses.</source>
        <translation>Es gibt hier keinen Kurs „{name}“; geben Sie eine .zip-Datei, einen Ordner oder eine Kennung aus der Liste der Kurse an.</translation>
    </message>
    <message>
        <source>There is no session “{session_id}” here; the list of courses shows the sessions there are.</source>
        <translation>Es gibt hier keine Sitzung „{session_id}“; die Liste der Kurse zeigt, welche es gibt.</translation>
    </message>
    <message>
        <source>There is no learner “{name}” on this device; add them first.</source>
        <translation>„{name}“ gibt es auf diesem Gerät nicht; legen Sie die Person zuerst an.</translation>
    </message>
    <message>
        <source>This is the first part of the course.</source>
        <translation>Das ist der erste Teil des Kurses.</translation>
    </message>
    <message>
        <source>“{title}” is not open yet.</source>
        <translation>„{title}“ ist noch nicht offen.</translation>
    </message>
    <message>
        <source>This course has no page that can be opened.</source>
        <translation>Dieser Kurs hat keine Seite, die sich öffnen lässt.</translation>
    </message>
    <message>
        <source>That part of the course cannot be opened; choose another one.</source>
        <translation>Dieser Teil des Kurses lässt sich nicht öffnen; wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>This is the last part of the course.</source>
        <translation>Das ist der letzte Teil des Kurses.</translation>
    </message>
    <message>
        <source>Finish “{title}” first.</source>
        <translation>Beenden Sie zuerst „{title}“.</translation>
    </message>
    <message>
        <source>“{path}” separates folders with “\”; write “/”, which works everywhere.</source>
        <translation>„{path}“ trennt Ordner mit „\“; schreiben Sie „/“, das überall gilt.</translation>
    </message>
    <message>
        <source>“{path}” starts with “/”; it was taken as a path from the top of the package. Remove the first “/”.</source>
        <translation>„{path}“ beginnt mit „/“; es wurde als Pfad ab dem Anfang des Pakets verstanden. Entfernen Sie den ersten „/“.</translation>
    </message>
    <message>
        <source>“{path}” points outside the package, where nothing may be read; it was looked for at the top of the package instead.</source>
        <translation>„{path}“ zeigt aus dem Paket hinaus, wo nichts gelesen werden darf; es wurde stattdessen am Anfang des Pakets gesucht.</translation>
    </message>
    <message>
        <source>“{title}” waits for its page to report completion, but the page is not a SCO and cannot, so the item is never completed. Declare its resource a SCO or remove the setting.</source>
        <translation>„{title}“ wartet darauf, dass seine Seite den Abschluss meldet; die Seite ist aber kein SCO und kann das nicht, das Item wird also nie abgeschlossen. Erklären Sie die Ressource zum SCO, oder entfernen Sie die Einstellung.</translation>
    </message>
    <message>
        <source>“{title}” is completed by a progress measure, but its page is not a SCO and reports none, so the item is never completed. Declare its resource a SCO or remove the setting.</source>
        <translation>„{title}“ wird durch ein Fortschrittsmaß abgeschlossen; die Seite ist aber kein SCO und meldet keines, das Item wird also nie abgeschlossen. Erklären Sie die Ressource zum SCO, oder entfernen Sie die Einstellung.</translation>
    </message>
    <message>
        <source>“{title}” waits for its page to report success, but the page is not a SCO and cannot, so the item is never passed. Declare its resource a SCO or remove the setting.</source>
        <translation>„{title}“ wartet darauf, dass seine Seite den Erfolg meldet; die Seite ist aber kein SCO und kann das nicht, das Item wird also nie bestanden. Erklären Sie die Ressource zum SCO, oder entfernen Sie die Einstellung.</translation>
    </message>
    <message>
        <source>“{title}” is passed by a score, but its page is not a SCO and reports none, so the item is never passed. Declare its resource a SCO or remove the setting.</source>
        <translation>„{title}“ wird durch ein Ergebnis bestanden; die Seite ist aber kein SCO und meldet keines, das Item wird also nie bestanden. Erklären Sie die Ressource zum SCO, oder entfernen Sie die Einstellung.</translation>
    </message>
    <message>
        <source>None of the course&apos;s pages is a SCO, so none reports progress or a score; only that a page was opened is known. If a page should report, set its scormType to sco.</source>
        <translation>Keine Seite des Kurses ist ein SCO, also meldet keine Fortschritt oder ein Ergebnis; bekannt ist nur, dass eine Seite geöffnet wurde. Soll eine Seite melden, setzen Sie ihren scormType auf sco.</translation>
    </message>
    <message>
        <source>No item counts towards the completion of the course: each is untracked or has rollupProgressCompletion false. What learners do will not change whether the course is completed.</source>
        <translation>Kein Item zählt für den Abschluss des Kurses: Jedes wird nicht verfolgt oder hat rollupProgressCompletion false. Was Lernende tun, ändert nichts daran, ob der Kurs abgeschlossen ist.</translation>
    </message>
    <message>
        <source>“{title}” has rollup rules that make it incomplete and none that completes it, so it is never completed. Add a rollup rule with the action completed.</source>
        <translation>„{title}“ hat Rollup-Regeln, die es unvollständig machen, und keine, die es abschließt; es wird also nie abgeschlossen. Ergänzen Sie eine Rollup-Regel mit der Aktion completed.</translation>
    </message>
    <message>
        <source>“{title}” is completed by the measures of its items, but each has the weight 0, so there is never a measure. Give at least one item a progressWeight above 0.</source>
        <translation>„{title}“ wird durch die Messwerte seiner Items abgeschlossen, aber jedes hat das Gewicht 0, also gibt es nie einen Messwert. Geben Sie mindestens einem Item ein progressWeight über 0.</translation>
    </message>
    <message>
        <source>“{title}” opens the file “{name}”, which is not in the package. Add the file or export the package again.</source>
        <translation>„{title}“ öffnet die Datei „{name}“, die nicht im Paket ist. Fügen Sie die Datei hinzu, oder exportieren Sie das Paket neu.</translation>
    </message>
    <message>
        <source>The manifest lists “{name}”, which is not in the package. Add the file if a page needs it, or take it off the list.</source>
        <translation>Das Manifest nennt „{name}“, das nicht im Paket ist. Fügen Sie die Datei hinzu, wenn eine Seite sie braucht, oder streichen Sie sie aus der Liste.</translation>
    </message>
    <message>
        <source>The resource “{resource}” depends on “{reference}”, but there is no such resource. Correct the dependency or remove it.</source>
        <translation>Die Ressource „{resource}“ hängt von „{reference}“ ab, aber diese Ressource gibt es nicht. Berichtigen oder entfernen Sie die Abhängigkeit.</translation>
    </message>
    <message>
        <source>“{title}” opens “{name}”, a page that only a web server can run. Export it as HTML.</source>
        <translation>„{title}“ öffnet „{name}“, eine Seite, die nur ein Webserver ausführen kann. Exportieren Sie sie als HTML.</translation>
    </message>
    <message>
        <source>“{title}” opens “{address}”, which is not in the package: it needs a network and cannot report what the learner does. Put the page into the package.</source>
        <translation>„{title}“ öffnet „{address}“, das nicht im Paket ist: Es braucht ein Netz und kann nicht melden, was Lernende tun. Legen Sie die Seite ins Paket.</translation>
    </message>
    <message>
        <source>“{title}” opens “{name}”, which is {kind}; browsers no longer run that. Export it as HTML5.</source>
        <translation>„{title}“ öffnet „{name}“ ({kind}); das führen Browser nicht mehr aus. Exportieren Sie es als HTML5.</translation>
    </message>
    <message>
        <source>“{title}” opens “{name}”, which is not a web page. Unless it runs scripts it cannot report progress; then declare it an asset or put it on a page.</source>
        <translation>„{title}“ öffnet „{name}“, das keine Webseite ist. Wenn es keine Skripte ausführt, kann es keinen Fortschritt melden; erklären Sie es dann zum Asset, oder betten Sie es in eine Seite ein.</translation>
    </message>
    <message>
        <source>“{title}” leads to the resource “{resource}”, which has no href, so there is nothing to open. Give the resource the address of its first page.</source>
        <translation>„{title}“ führt zur Ressource „{resource}“, die keine href hat; es gibt also nichts zu öffnen. Geben Sie der Ressource die Adresse ihrer ersten Seite.</translation>
    </message>
    <message>
        <source>“{title}” has items below it and a page of its own; SCORM 2004 opens only items without any below, so its page is never shown. Move the page to an item of its own.</source>
        <translation>„{title}“ hat Items unter sich und eine eigene Seite; SCORM 2004 öffnet nur Items ohne weitere darunter, seine Seite wird also nie gezeigt. Geben Sie der Seite ein eigenes Item.</translation>
    </message>
    <message>
        <source>“{title}” can never be opened: it waits for something that cannot happen, such as an item that does not exist or that waits for this one. Correct the prerequisites: {prerequisites}</source>
        <translation>„{title}“ kann nie geöffnet werden: Es wartet auf etwas, das nicht eintreten kann, etwa auf ein Item, das es nicht gibt oder das auf dieses wartet. Berichtigen Sie die Voraussetzungen: {prerequisites}</translation>
    </message>
    <message>
        <source>The prerequisites of “{title}” cannot be understood ({reason}), so it is open from the start. They are: {prerequisites}</source>
        <translation>Die Voraussetzungen von „{title}“ sind nicht verständlich ({reason}), also ist es von Anfang an offen. Sie lauten: {prerequisites}</translation>
    </message>
    <message>
        <source>“{title}” waits for the item “{identifier}”, which does not exist. Correct its prerequisites.</source>
        <translation>„{title}“ wartet auf das Item „{identifier}“, das es nicht gibt. Berichtigen Sie die Voraussetzungen.</translation>
    </message>
    <message>
        <source>{count} files in the package are not listed in the manifest, such as {names}. They work here; other players may leave them out.</source>
        <translation>{count} Dateien des Pakets stehen nicht im Manifest, etwa {names}. Hier funktionieren sie; andere Player lassen sie womöglich weg.</translation>
    </message>
    <message>
        <source>What is kept of the package is not what was imported, its disk may be failing: import the package again.</source>
        <translation>Was vom Paket aufbewahrt wird, ist nicht das, was importiert wurde; vielleicht versagt der Datenträger. Importieren Sie das Paket noch einmal.</translation>
    </message>
    <message>
        <source>Another request is sending this package now: wait until it has ended and go on from there.</source>
        <translation>Eine andere Anfrage schickt dieses Paket gerade; warten Sie ihr Ende ab, und machen Sie dort weiter.</translation>
    </message>
    <message>
        <source>What was sent is not what was announced, or is gone: ask for a new upload and send it again.</source>
        <translation>Was geschickt wurde, ist nicht das Angekündigte oder nicht mehr da; beginnen Sie einen neuen Upload, und schicken Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{place} cannot be used ({reason}): check its name, the credentials and the way there, and try again.</source>
        <translation>{place} ist nicht benutzbar ({reason}); prüfen Sie Namen, Zugangsdaten und den Weg dorthin, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>“{name}” is in {codecs}, which the player on this computer may not play: add it as WebM (VP9, Opus) too, or play the course from a server in a browser.</source>
        <translation>„{name}“ ist in {codecs}, was der Player auf diesem Computer vielleicht nicht abspielt: Fügen Sie es auch als WebM (VP9, Opus) hinzu, oder spielen Sie den Kurs von einem Server im Browser ab.</translation>
    </message>
    <message>
        <source>“{name}” is {format}, which no browser plays any more: where the course needs it, export it as HTML5.</source>
        <translation>„{name}“ ist {format}, was kein Browser mehr abspielt: Braucht der Kurs es, exportieren Sie ihn als HTML5.</translation>
    </message>
    <message>
        <source>This is no course but what was learned on another device: take it in with “Import from another device…”.</source>
        <translation>Das ist kein Kurs, sondern auf einem anderen Gerät Gelerntes: Nehmen Sie es mit „Von anderem Gerät importieren…“ auf.</translation>
    </message>
    <message>
        <source>Packages can lie in s3://BUCKET or s3://BUCKET/PREFIX; write one of these.</source>
        <translation>Pakete können in s3://BUCKET oder s3://BUCKET/PREFIX liegen; schreiben Sie eines davon.</translation>
    </message>
    <message>
        <source>The zip of {packed} claims to hold {unpacked}, as zip bombs do: do not trust its origin.</source>
        <translation>Die Zip-Datei von {packed} gibt vor, {unpacked} zu enthalten, wie es Zip-Bomben tun: Trauen Sie ihrer Herkunft nicht.</translation>
    </message>
    <message>
        <source>“{title}” is being played; close it first.</source>
        <translation>„{title}“ ist gerade geöffnet; schließen Sie den Kurs zuerst.</translation>
    </message>
    <message>
        <source>The session was changed in the meantime and has version {current} now; fetch it, merge, and try again.</source>
        <translation>Die Sitzung wurde inzwischen geändert und hat jetzt die Version {current}; holen Sie sie, führen Sie beide zusammen, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>A session keeps at most {most} elements that were sent to it; remove some by sending them as null.</source>
        <translation>Eine Sitzung behält höchstens {most} Elemente, die ihr gesendet wurden; entfernen Sie welche, indem Sie sie als null senden.</translation>
    </message>
    <message>
        <source>The launch {launch_id} ran another version of this course than the one that is here; begin a new session for it, in the package that it ran.</source>
        <translation>Der Durchlauf {launch_id} lief mit einer anderen Version dieses Kurses als der hiesigen; beginnen Sie dafür eine neue Sitzung in jenem Paket.</translation>
    </message>
    <message>
        <source>“{title}” was passed over: its prerequisites “{rule}” are not met.</source>
        <translation>„{title}“ wurde übergangen: Die Voraussetzungen „{rule}“ sind nicht erfüllt.</translation>
    </message>
    <message>
        <source>That is not possible now.</source>
        <translation>Das ist jetzt nicht möglich.</translation>
    </message>
    <message>
        <source>The content left by “{exit}”, which ends the course.</source>
        <translation>Der Inhalt ging mit „{exit}“, was den Kurs beendet.</translation>
    </message>
    <message>
        <source>One file in the package is not listed in the manifest: {names}. It works here; other players may leave it out.</source>
        <translation>Eine Datei des Pakets steht nicht im Manifest: {names}. Hier funktioniert sie; andere Player lassen sie womöglich weg.</translation>
    </message>
    <message>
        <source>Nothing but a page&apos;s own request leads to “{title}”: a rule disables it always. Remove the rule or give it a condition that can end.</source>
        <translation>Zu „{title}“ führt nichts als der Wunsch einer Seite: Eine Regel sperrt es immer. Entfernen Sie die Regel, oder geben Sie ihr eine Bedingung, die enden kann.</translation>
    </message>
    <message>
        <source>Nothing but a page&apos;s own request leads to “{title}”: “{parent}” allows neither choice nor flow. Allow one of them in its controlMode.</source>
        <translation>Zu „{title}“ führt nichts als der Wunsch einer Seite: „{parent}“ erlaubt weder choice noch flow. Erlauben Sie eines davon in seinem controlMode.</translation>
    </message>
    <message>
        <source>Nothing but a page&apos;s own request leads to “{title}”: a rule skips it always and “{parent}” does not let learners choose. Change one of the two.</source>
        <translation>Zu „{title}“ führt nichts als der Wunsch einer Seite: Eine Regel überspringt es immer, und „{parent}“ lässt Lernende nicht wählen. Ändern Sie eines von beiden.</translation>
    </message>
    <message>
        <source>Nothing but a page&apos;s own request leads to “{title}”: a rule hides it always and “{parent}” has no flow. Change one of the two.</source>
        <translation>Zu „{title}“ führt nichts als der Wunsch einer Seite: Eine Regel verbirgt es immer, und „{parent}“ hat kein flow. Ändern Sie eines von beiden.</translation>
    </message>
    <message>
        <source>Nothing but a page&apos;s own request leads to “{title}”: it is not shown in the table of contents (isvisible is false) and “{parent}” has no flow. Change one of the two.</source>
        <translation>Zu „{title}“ führt nichts als der Wunsch einer Seite: Das Inhaltsverzeichnis zeigt es nicht (isvisible ist false), und „{parent}“ hat kein flow. Ändern Sie eines von beiden.</translation>
    </message>
    <message>
        <source>“{title}” is not shown in the table of contents (isvisible is false); learners get to it with Continue and Previous only.</source>
        <translation>„{title}“ steht nicht im Inhaltsverzeichnis (isvisible ist false); Lernende kommen nur mit Weiter und Zurück dorthin.</translation>
    </message>
    <message>
        <source>“{title}” allows no attempt at all (attemptLimit is 0), so it can never be started. Allow at least one or remove the limit.</source>
        <translation>„{title}“ erlaubt keinen einzigen Versuch (attemptLimit ist 0) und kann nie begonnen werden. Erlauben Sie mindestens einen, oder entfernen Sie die Grenze.</translation>
    </message>
    <message>
        <source>The mastery score of “{title}” is “{score}”, but has to be a number from 0 to 100, so it cannot decide who passes.</source>
        <translation>Die Bestehensgrenze (masteryscore) von „{title}“ ist „{score}“, muss aber eine Zahl von 0 bis 100 sein; sie kann nicht entscheiden, wer besteht.</translation>
    </message>
    <message>
        <source>The time limit of “{title}” is “{limit}”; write it as hours, minutes and seconds, such as 00:30:00.</source>
        <translation>Die Zeitgrenze von „{title}“ ist „{limit}“; schreiben Sie sie als Stunden, Minuten und Sekunden, etwa 00:30:00.</translation>
    </message>
    <message>
        <source>“{title}” has a mastery score, but its page is not a SCO and reports no score, so nobody can pass it. Declare its resource a SCO or remove the mastery score.</source>
        <translation>„{title}“ hat eine Bestehensgrenze, aber seine Seite ist kein SCO und meldet kein Ergebnis; niemand kann bestehen. Erklären Sie die Ressource zum SCO, oder entfernen Sie die Grenze.</translation>
    </message>
    <message>
        <source>“{title}” wants {count} of its items selected but has only {available}; all of them are used.</source>
        <translation>„{title}“ will {count} seiner Items auswählen, hat aber nur {available}; alle werden benutzt.</translation>
    </message>
    <message>
        <source>A rule of “{title}” asks about the objective “{objective}”, which this item does not have, so the rule cannot be decided. Add the objective or correct the name.</source>
        <translation>Eine Regel von „{title}“ fragt nach dem Lernziel „{objective}“, das dieses Item nicht hat; die Regel lässt sich nicht entscheiden. Ergänzen Sie das Lernziel, oder berichtigen Sie den Namen.</translation>
    </message>
    <message>
        <source>“{title}” has {count} objectives called “{objective}”; only the first can be found. Give each a name of its own.</source>
        <translation>„{title}“ hat {count} Lernziele namens „{objective}“; nur das erste ist auffindbar. Geben Sie jedem einen eigenen Namen.</translation>
    </message>
    <message>
        <source>{count} objectives of “{title}” write to the same shared objective “{target}”; the last one wins. Let only one of them write.</source>
        <translation>{count} Lernziele von „{title}“ schreiben in dasselbe gemeinsame Lernziel „{target}“; das letzte gewinnt. Lassen Sie nur eines schreiben.</translation>
    </message>
    <message>
        <source>“{title}” wants none of its items selected (selectCount is 0), so nothing below it is ever shown.</source>
        <translation>„{title}“ will keines seiner Items auswählen (selectCount ist 0); darunter wird nie etwas gezeigt.</translation>
    </message>
    <message>
        <source>“{title}” maps the shared data “{target}” {count} times; once is enough.</source>
        <translation>„{title}“ bindet die gemeinsamen Daten „{target}“ {count}-mal ein; einmal genügt.</translation>
    </message>
    <message>
        <source>The manifest should be in {declared} but is written in {actual}; it was read as {actual}. Save it as UTF-8, so that accents and signs are the same everywhere.</source>
        <translation>Das Manifest soll in {declared} sein, ist aber in {actual} geschrieben; es wurde als {actual} gelesen. Speichern Sie es als UTF-8, damit Umlaute und Zeichen überall gleich sind.</translation>
    </message>
    <message>
        <source>The first line names an encoding nobody knows, “{declared}”; save the manifest as UTF-8.</source>
        <translation>Die erste Zeile nennt eine unbekannte Kodierung, „{declared}“; speichern Sie das Manifest als UTF-8.</translation>
    </message>
    <message>
        <source>The manifest defines XML entities, which no SCORM manifest needs and which can harm a computer; it was not read. Export the package again.</source>
        <translation>Das Manifest definiert XML-Entities, die kein SCORM-Manifest braucht und die einem Rechner schaden können; es wurde nicht gelesen. Exportieren Sie das Paket neu.</translation>
    </message>
    <message>
        <source>This file cannot be read as XML, so the course in it is unknown. Export the package again.</source>
        <translation>Diese Datei lässt sich nicht als XML lesen, der Kurs darin bleibt unbekannt. Exportieren Sie das Paket neu.</translation>
    </message>
    <message>
        <source>There is text before the first tag, which XML does not allow; it was passed over.</source>
        <translation>Vor dem ersten Tag steht Text, was XML nicht erlaubt; er wurde übergangen.</translation>
    </message>
    <message>
        <source>There is a blank before the XML declaration; remove it.</source>
        <translation>Vor der XML-Deklaration steht ein Leerraum; entfernen Sie ihn.</translation>
    </message>
    <message>
        <source>The XML is not well-formed: {reason}. Export the package again if parts of the course are missing.</source>
        <translation>Das XML ist nicht wohlgeformt: {reason}. Exportieren Sie das Paket neu, wenn Teile des Kurses fehlen.</translation>
    </message>
    <message>
        <source>The prefix “{prefix}” is used but never declared; it was given its usual meaning. Declare it with xmlns:{prefix} on the manifest element.</source>
        <translation>Das Präfix „{prefix}“ wird benutzt, aber nie deklariert; es wurde in seiner üblichen Bedeutung verstanden. Deklarieren Sie es mit xmlns:{prefix} am Element manifest.</translation>
    </message>
    <message>
        <source>Elements are nested more than {depth} levels deep; what lies deeper was left out.</source>
        <translation>Elemente sind tiefer als {depth} Ebenen verschachtelt; was tiefer liegt, wurde ausgelassen.</translation>
    </message>
    <message>
        <source>The manifest has more than {limit} elements, more than any real course needs; it was not read.</source>
        <translation>Das Manifest hat mehr als {limit} Elemente, mehr als jeder echte Kurs braucht; es wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>The manifest does not say its SCORM edition; it is played as SCORM {edition}. Add a schemaversion.</source>
        <translation>Das Manifest nennt seine SCORM-Ausgabe nicht; es wird als SCORM {edition} gespielt. Ergänzen Sie eine schemaversion.</translation>
    </message>
    <message>
        <source>The manifest calls its SCORM edition “{written}”, which is none; it is played as SCORM {edition}.</source>
        <translation>Das Manifest nennt als SCORM-Ausgabe „{written}“, die es nicht gibt; es wird als SCORM {edition} gespielt.</translation>
    </message>
    <message>
        <source>The manifest says SCORM {stated} but uses the vocabulary of SCORM {used}; it is played as SCORM {stated}. If the course stays silent, export it for one edition only.</source>
        <translation>Das Manifest sagt SCORM {stated}, benutzt aber die Begriffe von SCORM {used}; es wird als SCORM {stated} gespielt. Bleibt der Kurs stumm, exportieren Sie ihn nur für eine Ausgabe.</translation>
    </message>
    <message>
        <source>The item “{identifier}” has no title; learners see its identifier instead.</source>
        <translation>Das Item „{identifier}“ hat keinen Titel; Lernende sehen stattdessen seine Kennung.</translation>
    </message>
    <message>
        <source>The item “{item}” refers to “{reference}”, but there is no such resource; it cannot be opened. Correct the identifierref or add the resource.</source>
        <translation>Das Item „{item}“ verweist auf „{reference}“, aber diese Ressource gibt es nicht; es lässt sich nicht öffnen. Berichtigen Sie die identifierref, oder ergänzen Sie die Ressource.</translation>
    </message>
    <message>
        <source>Items are nested more than {depth} levels deep; what lies deeper was left out.</source>
        <translation>Items sind tiefer als {depth} Ebenen verschachtelt; was tiefer liegt, wurde ausgelassen.</translation>
    </message>
    <message>
        <source>The course has more than {count} items; the rest was left out.</source>
        <translation>Der Kurs hat mehr als {count} Items; der Rest wurde ausgelassen.</translation>
    </message>
    <message>
        <source>An item has no identifier; it is called “{identifier}” here. Records are kept by identifier, so give it one that stays the same.</source>
        <translation>Ein Item hat keine Kennung; hier heißt es „{identifier}“. Ergebnisse hängen an der Kennung, geben Sie ihm also eine, die gleich bleibt.</translation>
    </message>
    <message>
        <source>Two items are called “{written}”; this one is called “{identifier}” here, so that their records stay apart. Give each a name of its own.</source>
        <translation>Zwei Items heißen „{written}“; dieses heißt hier „{identifier}“, damit ihre Ergebnisse getrennt bleiben. Geben Sie jedem einen eigenen Namen.</translation>
    </message>
    <message>
        <source>“{title}” has neither a page nor items below it, so learners cannot open it. Give it a resource or remove it.</source>
        <translation>„{title}“ hat weder eine Seite noch Items unter sich; Lernende können es nicht öffnen. Geben Sie ihm eine Ressource, oder entfernen Sie es.</translation>
    </message>
    <message>
        <source>The manifest has {size} MB, more than the {limit} MB that any real course needs; it was not read.</source>
        <translation>Das Manifest hat {size} MB, mehr als die {limit} MB, die ein echter Kurs braucht; es wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>The manifest is empty. Export the package again.</source>
        <translation>Das Manifest ist leer. Exportieren Sie das Paket neu.</translation>
    </message>
    <message>
        <source>This XML file starts with “{root}” instead of “manifest”, so it is not a SCORM manifest.</source>
        <translation>Diese XML-Datei beginnt mit „{root}“ statt mit „manifest“, sie ist also kein SCORM-Manifest.</translation>
    </message>
    <message>
        <source>The manifest names no page to open: it has neither an organization with items nor a resource with an href. Export the package again.</source>
        <translation>Das Manifest nennt keine Seite zum Öffnen: Es hat weder eine Organisation mit Items noch eine Ressource mit einer href. Exportieren Sie das Paket neu.</translation>
    </message>
    <message>
        <source>None of the course&apos;s items leads to a page, so there is nothing to open. Export the package again.</source>
        <translation>Kein Item des Kurses führt zu einer Seite, es gibt also nichts zu öffnen. Exportieren Sie das Paket neu.</translation>
    </message>
    <message>
        <source>An objective has no objectiveID, so nothing can refer to it.</source>
        <translation>Ein Lernziel hat keine objectiveID, also kann nichts darauf verweisen.</translation>
    </message>
    <message>
        <source>An objective is mapped to no target; the map was left out.</source>
        <translation>Ein Lernziel ist auf kein Ziel abgebildet; die Abbildung wurde ausgelassen.</translation>
    </message>
    <message>
        <source>The manifest has no organization with items; the course was made from its {count} launchable resources.</source>
        <translation>Das Manifest hat keine Organisation mit Items; der Kurs wurde aus seinen {count} startbaren Ressourcen gebildet.</translation>
    </message>
    <message>
        <source>There is a manifest within the manifest, which SCORM advises against; both were read as one.</source>
        <translation>Im Manifest steckt ein weiteres Manifest, wovon SCORM abrät; beide wurden als eines gelesen.</translation>
    </message>
    <message>
        <source>The default organization “{wanted}” does not exist or is empty; “{chosen}” is played instead.</source>
        <translation>Die voreingestellte Organisation „{wanted}“ gibt es nicht, oder sie ist leer; stattdessen wird „{chosen}“ gespielt.</translation>
    </message>
    <message>
        <source>The organization “{identifier}” has no title, so the course is shown by another name.</source>
        <translation>Die Organisation „{identifier}“ hat keinen Titel; der Kurs wird unter einem anderen Namen gezeigt.</translation>
    </message>
    <message>
        <source>There are {count} organizations and none is the default; “{chosen}” is played.</source>
        <translation>Es gibt {count} Organisationen und keine ist voreingestellt; „{chosen}“ wird gespielt.</translation>
    </message>
    <message>
        <source>There are {count} more findings of the kind “{kind}”.</source>
        <translation>Es gibt {count} weitere Befunde der Art „{kind}“.</translation>
    </message>
    <message>
        <source>Two resources are called “{identifier}”; the first one counts. Give each a name of its own.</source>
        <translation>Zwei Ressourcen heißen „{identifier}“; die erste gilt. Geben Sie jeder einen eigenen Namen.</translation>
    </message>
    <message>
        <source>A resource has no identifier, so no item can refer to it.</source>
        <translation>Eine Ressource hat keine Kennung, also kann kein Item auf sie verweisen.</translation>
    </message>
    <message>
        <source>A sequencing rule has no condition that can be understood; the rule was left out.</source>
        <translation>Eine Sequencing-Regel hat keine verständliche Bedingung; die Regel wurde ausgelassen.</translation>
    </message>
    <message>
        <source>IDRef “{reference}” names a sequencing definition that is in no collection of this manifest.</source>
        <translation>IDRef „{reference}“ nennt eine Sequencing-Definition, die in keiner Sammlung dieses Manifests steht.</translation>
    </message>
    <message>
        <source>{name} has no effect: SCORM asks players only to honour attemptLimit and attemptAbsoluteDurationLimit.</source>
        <translation>{name} hat keine Wirkung: SCORM verlangt von Playern nur, attemptLimit und attemptAbsoluteDurationLimit zu beachten.</translation>
    </message>
    <message>
        <source>{name} is “{written}”, a word the standard does not know; it was left out. Use one of: {allowed}.</source>
        <translation>{name} ist „{written}“, ein Wort, das der Standard nicht kennt; es wurde ausgelassen. Benutzen Sie eines von: {allowed}.</translation>
    </message>
    <message>
        <source>{name} is “{written}” but has to be {wanted}; it counts as {instead}.</source>
        <translation>{name} ist „{written}“, muss aber {wanted} sein; es gilt als {instead}.</translation>
    </message>
    <message>
        <source>{name} is written “{written}”; the standard spells it “{token}”.</source>
        <translation>{name} ist „{written}“ geschrieben; im Standard heißt es „{token}“.</translation>
    </message>
    <message>
        <source>“{title}” is disabled: its rule says “{rule}”.</source>
        <translation>„{title}“ ist gesperrt: Die Regel lautet „{rule}“.</translation>
    </message>
    <message>
        <source>“{title}” is closed: the limit of its attempts or of their time is reached.</source>
        <translation>„{title}“ ist geschlossen: Die Grenze der Versuche oder ihrer Zeit ist erreicht.</translation>
    </message>
    <message>
        <source>The parts of “{title}” come in a fixed order.</source>
        <translation>Die Teile von „{title}“ haben eine feste Reihenfolge.</translation>
    </message>
    <message>
        <source>Choose a part of “{title}”.</source>
        <translation>Wählen Sie einen Teil von „{title}“.</translation>
    </message>
    <message>
        <source>“{title}” cannot be reached from here.</source>
        <translation>„{title}“ ist von hier aus nicht zu erreichen.</translation>
    </message>
    <message>
        <source>From “{title}” only its neighbours can be chosen.</source>
        <translation>Von „{title}“ aus lassen sich nur die Nachbarn wählen.</translation>
    </message>
    <message>
        <source>“{title}” is not part of this attempt.</source>
        <translation>„{title}“ gehört nicht zu diesem Versuch.</translation>
    </message>
    <message>
        <source>“{title}” is hidden: its rule says “{rule}”.</source>
        <translation>„{title}“ ist verborgen: Die Regel lautet „{rule}“.</translation>
    </message>
    <message>
        <source>“{title}” cannot be chosen now.</source>
        <translation>„{title}“ lässt sich jetzt nicht wählen.</translation>
    </message>
    <message>
        <source>“{title}” cannot be chosen directly.</source>
        <translation>„{title}“ lässt sich nicht direkt wählen.</translation>
    </message>
    <message>
        <source>“{title}” lets nobody past: its rule says “{rule}”.</source>
        <translation>An „{title}“ kommt niemand vorbei: Die Regel lautet „{rule}“.</translation>
    </message>
    <message>
        <source>There is nothing before the beginning of the course.</source>
        <translation>Vor dem Anfang des Kurses kommt nichts.</translation>
    </message>
    <message>
        <source>In “{title}” you can only go forward.</source>
        <translation>In „{title}“ geht es nur vorwärts.</translation>
    </message>
    <message>
        <source>“{title}” cannot be opened again: its attempts are used up.</source>
        <translation>„{title}“ lässt sich nicht noch einmal öffnen: Die Versuche sind aufgebraucht.</translation>
    </message>
    <message>
        <source>“{title}” cannot be opened again: its time is used up.</source>
        <translation>„{title}“ lässt sich nicht noch einmal öffnen: Die Zeit ist aufgebraucht.</translation>
    </message>
    <message>
        <source>“{title}” is still running.</source>
        <translation>„{title}“ läuft noch.</translation>
    </message>
    <message>
        <source>“{title}” has no page that can be opened.</source>
        <translation>„{title}“ hat keine Seite, die sich öffnen lässt.</translation>
    </message>
    <message>
        <source>“{title}” said nothing of its completion and counts as completed.</source>
        <translation>„{title}“ sagte nichts über den Abschluss und gilt als abgeschlossen.</translation>
    </message>
    <message>
        <source>“{title}” said nothing of its success and counts as passed.</source>
        <translation>„{title}“ sagte nichts über den Erfolg und gilt als bestanden.</translation>
    </message>
    <message>
        <source>“{title}” was ended: its rule says “{rule}”.</source>
        <translation>„{title}“ wurde beendet: Die Regel lautet „{rule}“.</translation>
    </message>
    <message>
        <source>The termination request “{request}” was done.</source>
        <translation>Die Anforderung „{request}“, etwas zu beenden, wurde ausgeführt.</translation>
    </message>
    <message>
        <source>The sequencing request “{request}” leads to no part.</source>
        <translation>Die Anforderung „{request}“ führt zu keinem Teil.</translation>
    </message>
    <message>
        <source>“{title}” leads elsewhere: its rule says “{rule}”.</source>
        <translation>„{title}“ führt woandershin: Die Regel lautet „{rule}“.</translation>
    </message>
    <message>
        <source>The secrets in this database are sealed by the server key {key}, which is not in {place}; put it back, or if it is lost, start with “serve --forget-secrets” once.</source>
        <translation>Die Geheimnisse in dieser Datenbank sind mit dem Server-Schlüssel {key} versiegelt, der nicht in {place} steht; legen Sie ihn wieder dorthin, oder starten Sie, wenn er verloren ist, einmal mit „serve --forget-secrets“.</translation>
    </message>
    <message>
        <source>A secret in the database was changed by another program, or moved; put a backup of the database in its place, or give whatever uses the secret a new one.</source>
        <translation>Ein Geheimnis in der Datenbank wurde von einem anderen Programm geändert oder verschoben; spielen Sie eine Sicherung der Datenbank ein, oder geben Sie dem, was das Geheimnis benutzt, ein neues.</translation>
    </message>
    <message>
        <source>Its secret was lost with the server&apos;s key; rotate it, tell the receiver, and enable it again.</source>
        <translation>Sein Geheimnis ging mit dem Schlüssel des Servers verloren; erneuern Sie es, teilen Sie es dem Empfänger mit, und schalten Sie ihn wieder ein.</translation>
    </message>
    <message>
        <source>The server key in {place} cannot be used ({reason}); name another file with --server-key.</source>
        <translation>Der Server-Schlüssel in {place} lässt sich nicht benutzen ({reason}); nennen Sie mit --server-key eine andere Datei.</translation>
    </message>
    <message>
        <source>A course cannot be a new version of itself; name the version it came after.</source>
        <translation>Ein Kurs kann keine neue Version von sich selbst sein; nennen Sie die Version davor.</translation>
    </message>
    <message>
        <source>The launch {launch_id} is not valid: {reason}. Nothing was taken over; keep it and report this.</source>
        <translation>Der Durchlauf {launch_id} ist ungültig: {reason}. Nichts wurde übernommen; bewahren Sie ihn auf, und melden Sie dies.</translation>
    </message>
    <message>
        <source>{path} does not let this program in ({reason}); check the address and that the database server runs.</source>
        <translation>{path} lässt dieses Programm nicht ein ({reason}); prüfen Sie die Adresse und ob der Datenbankserver läuft.</translation>
    </message>
    <message>
        <source>{path} is too busy to answer; try again.</source>
        <translation>{path} ist zu beschäftigt, um zu antworten; versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The disk of the database server {path} takes no more data; free some space there.</source>
        <translation>Der Datenträger des Datenbankservers {path} nimmt nichts mehr auf; schaffen Sie dort Platz.</translation>
    </message>
    <message>
        <source>The disk of the database server {path} fails; check its health.</source>
        <translation>Der Datenträger des Datenbankservers {path} versagt; prüfen Sie seinen Zustand.</translation>
    </message>
    <message>
        <source>{path} belongs to another program; choose an empty database.</source>
        <translation>{path} gehört einem anderen Programm; wählen Sie eine leere Datenbank.</translation>
    </message>
    <message>
        <source>This dispatch is over; ask whoever gave you the link for a new one.</source>
        <translation>Diese Weitergabe ist beendet; bitten Sie, von wem Sie den Link haben, um einen neuen.</translation>
    </message>
    <message>
        <source>All places of this dispatch are taken; ask whoever gave you the link for more.</source>
        <translation>Alle Plätze dieser Weitergabe sind vergeben; bitten Sie, von wem Sie den Link haben, um weitere.</translation>
    </message>
    <message>
        <source>“{name}” has {packages} packages, {learners} learners and {sessions} sessions; delete it with “force” if all of that may be lost.</source>
        <translation>„{name}“ hat {packages} Pakete, {learners} Lernende und {sessions} Sitzungen; löschen Sie ihn mit „force“, wenn all das verloren gehen darf.</translation>
    </message>
    <message>
        <source>“{name}” is this machine&apos;s own tenant and cannot be deleted.</source>
        <translation>„{name}“ ist der eigene Mandant dieses Rechners und kann nicht gelöscht werden.</translation>
    </message>
    <message>
        <source>There are {most} webhooks already; delete one that is not needed any more.</source>
        <translation>Es gibt schon {most} Webhooks; löschen Sie einen, der nicht mehr gebraucht wird.</translation>
    </message>
    <message>
        <source>The server has removed this session.</source>
        <translation>Der Server hat diese Sitzung entfernt.</translation>
    </message>
    <message>
        <source>“{address}” is no address of a server; it looks like https://connect.example.com.</source>
        <translation>„{address}“ ist keine Adresse eines Servers; sie sieht aus wie https://connect.example.com.</translation>
    </message>
    <message>
        <source>{server} cannot be reached; look whether the address is right and the server runs.</source>
        <translation>{server} ist nicht zu erreichen; sehen Sie nach, ob die Adresse stimmt und der Server läuft.</translation>
    </message>
    <message>
        <source>{server} does not know this key; copy it again, or ask whoever runs it for a new one.</source>
        <translation>{server} kennt diesen Schlüssel nicht; kopieren Sie ihn noch einmal, oder bitten Sie die, die ihn betreiben, um einen neuen.</translation>
    </message>
    <message>
        <source>{server} asks for a valid key; sign in again, everything is kept until then.</source>
        <translation>{server} verlangt einen gültigen Schlüssel; melden Sie sich neu an, bis dahin bleibt alles erhalten.</translation>
    </message>
    <message>
        <source>There is no key for {server} here; give it again, everything is kept until then.</source>
        <translation>Für {server} ist hier kein Schlüssel; geben Sie ihn noch einmal an, bis dahin bleibt alles erhalten.</translation>
    </message>
    <message>
        <source>The keyring of this computer does not give the key for {server}; unlock it and sync again, everything is kept until then.</source>
        <translation>Der Schlüsselbund dieses Computers gibt den Schlüssel für {server} nicht her; entsperren Sie ihn und gleichen Sie wieder ab, bis dahin bleibt alles erhalten.</translation>
    </message>
    <message>
        <source>The key for {server} may not write; ask for one of the scope “write”.</source>
        <translation>Der Schlüssel für {server} darf nicht schreiben; bitten Sie um einen mit der Berechtigung „write“.</translation>
    </message>
    <message>
        <source>{server} cannot be reached; everything is kept and sent when it can.</source>
        <translation>{server} ist nicht erreichbar; alles bleibt erhalten und wird gesendet, sobald es geht.</translation>
    </message>
    <message>
        <source>{server} cannot take anything now ({status}); everything is kept and sent later.</source>
        <translation>{server} kann gerade nichts annehmen ({status}); alles bleibt erhalten und wird später gesendet.</translation>
    </message>
    <message>
        <source>{server} cannot be reached now; “{title}” goes on from where it was as soon as you download it again.</source>
        <translation>{server} ist gerade nicht zu erreichen; „{title}“ lädt dort weiter, wo es unterbrochen wurde, sobald Sie ihn wieder herunterladen.</translation>
    </message>
    <message>
        <source>What answered is not {server}, perhaps a network that asks to sign in first; everything is kept.</source>
        <translation>Geantwortet hat nicht {server}, vielleicht ein Netz, das erst eine Anmeldung verlangt; alles bleibt erhalten.</translation>
    </message>
    <message>
        <source>Others write to the same course on {server} now; everything is kept.</source>
        <translation>Andere schreiben auf {server} gerade in denselben Kurs; alles bleibt erhalten.</translation>
    </message>
    <message>
        <source>No server offers “{title}” any more; ask whoever runs yours.</source>
        <translation>Kein Server bietet „{title}“ noch an; fragen Sie, wer Ihren betreibt.</translation>
    </message>
    <message>
        <source>{server} does not take “{title}”; whoever runs it can say why, and everything learned is kept here.</source>
        <translation>{server} nimmt „{title}“ nicht an; warum, wissen die, die ihn betreiben. Alles Gelernte bleibt hier erhalten.</translation>
    </message>
    <message>
        <source>What came is not “{title}” as {server} announced it, and was not kept; try again later, or tell whoever runs the server.</source>
        <translation>Was kam, ist nicht „{title}“, wie von {server} angekündigt, und wurde nicht behalten; versuchen Sie es später noch einmal, oder sagen Sie es denen, die den Server betreiben.</translation>
    </message>
    <message>
        <source>“{title}” is being downloaded already; wait until it is here.</source>
        <translation>„{title}“ wird schon heruntergeladen; warten Sie, bis der Kurs da ist.</translation>
    </message>
    <message>
        <source>There is no launch “{launch_id}” in this session.</source>
        <translation>Einen Durchgang „{launch_id}“ gibt es in dieser Sitzung nicht.</translation>
    </message>
    <message>
        <source>{path} cannot be written ({reason}); choose another place.</source>
        <translation>{path} kann nicht geschrieben werden ({reason}); wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Sync was stopped; it goes on from here the next time.</source>
        <translation>Der Abgleich wurde angehalten; beim nächsten Mal geht er von hier weiter.</translation>
    </message>
    <message>
        <source>The session was changed on the server in the meantime.</source>
        <translation>Die Sitzung wurde auf dem Server inzwischen geändert.</translation>
    </message>
    <message>
        <source>The server has another version of this course.</source>
        <translation>Der Server hat eine andere Version dieses Kurses.</translation>
    </message>
    <message>
        <source>The server does not have it.</source>
        <translation>Der Server hat es nicht.</translation>
    </message>
    <message>
        <source>The server refuses it ({status}, {reason}).</source>
        <translation>Der Server lehnt es ab ({status}, {reason}).</translation>
    </message>
    <message>
        <source>“{name}” cannot be read as a file from another device ({reason}); copy it again, or export it again.</source>
        <translation>„{name}“ ist als Datei eines anderen Geräts nicht lesbar ({reason}); kopieren oder exportieren Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>“{name}” is not as its device wrote it, so nothing of it was taken over; copy it again, or export it again.</source>
        <translation>„{name}“ ist nicht mehr so, wie ihr Gerät sie schrieb; daher wurde nichts übernommen. Kopieren oder exportieren Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>“{name}” holds more than one file may; export fewer learners at a time, or leave the courses out.</source>
        <translation>„{name}“ enthält mehr, als eine Datei darf; exportieren Sie weniger Lernende auf einmal oder lassen Sie die Kurse weg.</translation>
    </message>
    <message>
        <source>“{name}” was written by a newer version of this program; update this one first.</source>
        <translation>„{name}“ schrieb eine neuere Version dieses Programms; aktualisieren Sie zuerst diese hier.</translation>
    </message>
    <message>
        <source>“{name}” comes from “{device}”, which is not trusted here yet; if that device shows the words “{words}” too, trust it (on the command line with --trust).</source>
        <translation>„{name}“ kommt von „{device}“, dem hier noch nicht vertraut wird; zeigt jenes Gerät auch die Wörter „{words}“, vertrauen Sie ihm (auf der Befehlszeile mit --trust).</translation>
    </message>
    <message>
        <source>“{device}” was restored from a backup after it gave this receipt; export everything again for it.</source>
        <translation>„{device}“ wurde nach dieser Quittung aus einer Sicherung wiederhergestellt; exportieren Sie noch einmal alles dafür.</translation>
    </message>
    <message>
        <source>There is nothing to export: nobody who was asked for has played what is not received yet.</source>
        <translation>Es gibt nichts zu exportieren: Niemand von den Gewünschten hat etwas gespielt, das noch nicht angekommen ist.</translation>
    </message>
    <message>
        <source>The course “{title}” is not here; import it, then this file again.</source>
        <translation>Der Kurs „{title}“ ist nicht hier; importieren Sie ihn und dann diese Datei noch einmal.</translation>
    </message>
    <message>
        <source>The session “{id}” is in another course here.</source>
        <translation>Die Sitzung „{id}“ gehört hier zu einem anderen Kurs.</translation>
    </message>
    <message>
        <source>“{title}” is not open now.</source>
        <translation>„{title}“ ist jetzt nicht offen.</translation>
    </message>
    <message>
        <source>This was the last part of the course.</source>
        <translation>Das war der letzte Teil des Kurses.</translation>
    </message>
    <message>
        <source>“{title}” has no fixed order; choose a part yourself.</source>
        <translation>„{title}“ hat keine feste Reihenfolge; wählen Sie selbst einen Teil.</translation>
    </message>
    <message>
        <source>“{title}” was passed over: it has no page.</source>
        <translation>„{title}“ wurde übergangen: Dort gibt es keine Seite.</translation>
    </message>
    <message>
        <source>“{title}” was skipped: its rule says “{rule}”.</source>
        <translation>„{title}“ wurde übersprungen: Die Regel lautet „{rule}“.</translation>
    </message>
    <message>
        <source>“{title}” has no part that can be opened.</source>
        <translation>„{title}“ hat keinen Teil, der sich öffnen lässt.</translation>
    </message>
    <message>
        <source>No part of the course can be opened from here.</source>
        <translation>Von hier aus lässt sich kein Teil des Kurses öffnen.</translation>
    </message>
    <message>
        <source>The course has begun already.</source>
        <translation>Der Kurs hat schon begonnen.</translation>
    </message>
    <message>
        <source>There is nothing to go on with; start the course.</source>
        <translation>Es gibt nichts, womit es weitergehen könnte; beginnen Sie den Kurs.</translation>
    </message>
    <message>
        <source>“{title}” has no previous part.</source>
        <translation>„{title}“ hat keinen vorigen Teil.</translation>
    </message>
    <message>
        <source>That part is not in this course.</source>
        <translation>Diesen Teil gibt es in diesem Kurs nicht.</translation>
    </message>
    <message>
        <source>“{title}” has been left already.</source>
        <translation>„{title}“ wurde schon verlassen.</translation>
    </message>
    <message>
        <source>The course has not begun yet; start it first.</source>
        <translation>Der Kurs hat noch nicht begonnen; beginnen Sie ihn zuerst.</translation>
    </message>
    <message>
        <source>“{title}” has no next part.</source>
        <translation>„{title}“ hat keinen nächsten Teil.</translation>
    </message>
    <message>
        <source>The sequencing request “{request}” leads to “{title}”.</source>
        <translation>Die Anforderung „{request}“ führt zu „{title}“.</translation>
    </message>
    <message>
        <source>“{title}” is shown.</source>
        <translation>„{title}“ wird gezeigt.</translation>
    </message>
    <message>
        <source>The course was left.</source>
        <translation>Der Kurs wurde verlassen.</translation>
    </message>
    <message>
        <source>“{title}” is not finished yet.</source>
        <translation>„{title}“ ist noch nicht fertig.</translation>
    </message>
    <message>
        <source>That request is not known.</source>
        <translation>Diesen Wunsch gibt es nicht.</translation>
    </message>
    <message>
        <source>There is nothing to go on with later.</source>
        <translation>Es gibt nichts, womit es später weitergehen könnte.</translation>
    </message>
    <message>
        <source>There is nothing above the course to exit to.</source>
        <translation>Über dem Kurs gibt es nichts, wohin man ihn verlassen könnte.</translation>
    </message>
    <message>
        <source>This Idempotency-Key came before with another request; use a new one for a new request.</source>
        <translation>Dieser Idempotency-Key kam schon mit einer anderen Anfrage; nehmen Sie für eine neue Anfrage einen neuen.</translation>
    </message>
    <message>
        <source>Nothing could be delivered since {since}; enable it when its receiver answers again.</source>
        <translation>Seit {since} konnte nichts zugestellt werden; schalten Sie ihn ein, wenn der Empfänger wieder antwortet.</translation>
    </message>
    <message>
        <source>This dispatch was revoked and stays so; create a new one.</source>
        <translation>Diese Weitergabe wurde widerrufen und bleibt es; legen Sie eine neue an.</translation>
    </message>
    <message>
        <source>The disk that holds {path} takes no more data; free some space and try again.</source>
        <translation>Der Datenträger mit {path} nimmt nichts mehr auf; schaffen Sie Platz und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The disk that holds {path} cannot be read or written; check its connection and its health.</source>
        <translation>Der Datenträger mit {path} lässt sich nicht lesen oder beschreiben; prüfen Sie Anschluss und Zustand.</translation>
    </message>
    <message>
        <source>Another program is using {path}; close it and try again.</source>
        <translation>Ein anderes Programm benutzt {path}; schließen Sie es und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Others are writing to {path} at the same time; try again.</source>
        <translation>Andere schreiben zur selben Zeit in {path}; versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{path} cannot be opened for writing; check that its folder exists and that you may write there.</source>
        <translation>{path} lässt sich nicht zum Schreiben öffnen; prüfen Sie, ob der Ordner da ist und ob Sie dort schreiben dürfen.</translation>
    </message>
    <message>
        <source>{path} is damaged; put a backup copy in its place, and keep the damaged file.</source>
        <translation>{path} ist beschädigt; legen Sie eine Sicherungskopie an seine Stelle, und bewahren Sie die beschädigte Datei auf.</translation>
    </message>
    <message>
        <source>{path} was written by a newer version of this program; install that version to open it.</source>
        <translation>{path} wurde von einer neueren Version dieses Programms geschrieben; installieren Sie diese, um es zu öffnen.</translation>
    </message>
    <message>
        <source>{path} belongs to another program; choose another data folder.</source>
        <translation>{path} gehört einem anderen Programm; wählen Sie einen anderen Datenordner.</translation>
    </message>
    <message>
        <source>An address that begins with “{scheme}” leads to no database known here; it must begin with postgresql://.</source>
        <translation>Eine Adresse, die mit „{scheme}“ beginnt, führt zu keiner hier bekannten Datenbank; sie muss mit postgresql:// beginnen.</translation>
    </message>
    <message>
        <source>A PostgreSQL database needs a library that is not installed; pip install connect-desktop[postgres] brings it.</source>
        <translation>Für PostgreSQL fehlt eine Bibliothek; pip install connect-desktop[postgres] installiert sie.</translation>
    </message>
    <message>
        <source>This launch is over and keeps nothing more; open the course again.</source>
        <translation>Dieser Start ist vorbei und hält nichts mehr fest; öffnen Sie den Kurs noch einmal.</translation>
    </message>
    <message>
        <source>Another window has written to this launch; close both and open the course again.</source>
        <translation>Ein anderes Fenster hat in diesen Start geschrieben; schließen Sie beide und öffnen Sie den Kurs noch einmal.</translation>
    </message>
    <message>
        <source>There is a learner called “{name}” already; choose another name.</source>
        <translation>„{name}“ gibt es hier schon; wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>A learner needs a name; type one.</source>
        <translation>Lernende brauchen einen Namen; geben Sie einen ein.</translation>
    </message>
    <message>
        <source>“{title}” has been begun {sessions} times; what was learnt stays, but confirm that the course may go.</source>
        <translation>„{title}“ wurde {sessions}-mal begonnen; das Gelernte bleibt, aber bestätigen Sie, dass der Kurs entfernt werden darf.</translation>
    </message>
    <message>
        <source>The journal does not take this value; please report it with these words: {detail}</source>
        <translation>Das Journal nimmt diesen Wert nicht an; bitte melden Sie es mit diesen Worten: {detail}</translation>
    </message>
</context>
<context>
    <name>NavigationBar</name>
    <message>
        <source>Previous</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Dismiss: {sentence}</source>
        <translation>Ausblenden: {sentence}</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
</context>
<context>
    <name>NoticeBoard</name>
    <message>
        <source>Dismiss all</source>
        <translation>Alle ausblenden</translation>
    </message>
    <message>
        <source>News</source>
        <translation>Neuigkeiten</translation>
    </message>
</context>
<context>
    <name>OfferBar</name>
    <message>
        <source>Giving “{course}” to {server}…</source>
        <translation>„{course}“ geht an {server}…</translation>
    </message>
    <message>
        <source>{server} does not have “{course}” yet, and what was learned in it waits here.</source>
        <translation>{server} hat „{course}“ noch nicht, und was darin gelernt wurde, wartet hier.</translation>
    </message>
    <message>
        <source>{server} does not have “{course}” and {more} more yet, and what was learned in them waits.</source>
        <translation>{server} hat „{course}“ und {more} weitere noch nicht, und was darin gelernt wurde, wartet hier.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>&amp;Give it to the server</source>
        <translation>Dem Server &amp;geben</translation>
    </message>
</context>
<context>
    <name>OfferCard</name>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Discard what has come</source>
        <translation>Bisher Geladenes verwerfen</translation>
    </message>
    <message>
        <source>{received} of {size}</source>
        <translation>{received} von {size}</translation>
    </message>
    <message>
        <source>More for {title}</source>
        <translation>Mehr zu {title}</translation>
    </message>
    <message>
        <source>Downloading {title}</source>
        <translation>{title} wird heruntergeladen</translation>
    </message>
    <message>
        <source>Not on this device yet</source>
        <translation>Noch nicht auf diesem Gerät</translation>
    </message>
    <message>
        <source>Waiting…</source>
        <translation>Wartet…</translation>
    </message>
    <message>
        <source>Downloading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>Waiting for the server…</source>
        <translation>Wartet auf den Server…</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>Not downloaded</source>
        <translation>Nicht geladen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiterladen</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
</context>
<context>
    <name>OfferedCourses</name>
    <message>
        <source>Space used…</source>
        <translation>Belegter Speicher…</translation>
    </message>
    <message>
        <source>“{title}” is ready.</source>
        <translation>„{title}“ ist bereit.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
</context>
<context>
    <name>Operation</name>
    <message>
        <source>Something went wrong inside connect-desktop ({error}). Please report it.</source>
        <translation>In connect-desktop ist etwas schiefgegangen ({error}). Bitte melden Sie das.</translation>
    </message>
</context>
<context>
    <name>PackageCard</name>
    <message>
        <source>More for {title}</source>
        <translation>Mehr zu {title}</translation>
    </message>
    <message>
        <source>Browse without being scored</source>
        <translation>Ohne Wertung ansehen</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Nachlesen</translation>
    </message>
    <message>
        <source>Go to the new version</source>
        <translation>Zur neuen Version</translation>
    </message>
    <message>
        <source>Check package</source>
        <translation>Paket prüfen</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Remove from this device…</source>
        <translation>Von diesem Gerät entfernen…</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Play from the start…</source>
        <translation>Von vorn beginnen…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
</context>
<context>
    <name>PackageScheme</name>
    <message>
        <source>This page is not in the course</source>
        <translation>Diese Seite ist nicht im Kurs</translation>
    </message>
    <message>
        <source>The course asked for a file that its package does not contain. Go on with another part of the course, and tell whoever made it.</source>
        <translation>Der Kurs wollte eine Datei öffnen, die sein Paket nicht enthält. Machen Sie mit einem anderen Teil weiter, und sagen Sie es denen, die den Kurs gemacht haben.</translation>
    </message>
    <message>
        <source>This page cannot be read</source>
        <translation>Diese Seite kann nicht gelesen werden</translation>
    </message>
</context>
<context>
    <name>PlayScript</name>
    <message>
        <source>The script has an unknown step: {step}</source>
        <translation>Das Skript hat einen unbekannten Schritt: {step}</translation>
    </message>
    <message>
        <source>Step {number} of the script lacks its “{field}”.</source>
        <translation>Schritt {number} des Skripts fehlt sein „{field}“.</translation>
    </message>
    <message>
        <source>Step {number} of the script waited in vain: {step}</source>
        <translation>Schritt {number} des Skripts hat vergeblich gewartet: {step}</translation>
    </message>
    <message>
        <source>Step {number} of the script failed: {error}</source>
        <translation>Schritt {number} des Skripts ist gescheitert: {error}</translation>
    </message>
    <message>
        <source>The window was closed before step {number} of the script.</source>
        <translation>Das Fenster wurde vor Schritt {number} des Skripts geschlossen.</translation>
    </message>
</context>
<context>
    <name>PlayerWindow</name>
    <message>
        <source>Nothing of the course is open that could be printed.</source>
        <translation>Vom Kurs ist nichts geöffnet, das sich drucken ließe.</translation>
    </message>
    <message>
        <source>The course does not answer. What it has not saved yet is lost if you go on without it.</source>
        <translation>Der Kurs antwortet nicht. Was er noch nicht gespeichert hat, geht verloren, wenn Sie ohne ihn weitermachen.</translation>
    </message>
    <message>
        <source>Go on without it</source>
        <translation>Ohne ihn weitermachen</translation>
    </message>
    <message>
        <source>The course said something while it was left that could not be kept. {reason}</source>
        <translation>Der Kurs hat beim Verlassen etwas gemeldet, das nicht gespeichert werden konnte. {reason}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>The course wanted to open {address}, which is outside it and not allowed by your settings.</source>
        <translation>Der Kurs wollte {address} öffnen; das liegt außerhalb und ist in Ihren Einstellungen nicht erlaubt.</translation>
    </message>
    <message>
        <source>Parts of this course come from {host} on the internet, which courses may not reach here; it may not work without them.</source>
        <translation>Teile dieses Kurses kommen von {host} aus dem Internet, das Kurse hier nicht erreichen dürfen; ohne sie funktioniert er vielleicht nicht.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>It is on its way to the printer “{printer}”.</source>
        <translation>Es ist auf dem Weg zum Drucker „{printer}“.</translation>
    </message>
    <message>
        <source>{name} is saved in {folder}.</source>
        <translation>{name} ist in {folder} gespeichert.</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
</context>
<context>
    <name>PrintDialog</name>
    <message>
        <source>Print</source>
        <translation>Drucken</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papier</translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation>Ausrichtung</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>Hochformat</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>Querformat</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>Als PDF speichern…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Drucken…</translation>
    </message>
    <message>
        <source>Preparing the pages…</source>
        <translation>Die Seiten werden vorbereitet…</translation>
    </message>
    <message>
        <source>Printing…</source>
        <translation>Wird gedruckt…</translation>
    </message>
    <message>
        <source>This page cannot be printed: open it again, then print.</source>
        <translation>Diese Seite lässt sich nicht drucken: Öffnen Sie sie noch einmal und drucken Sie dann.</translation>
    </message>
    <message>
        <source>1 page</source>
        <translation>1 Seite</translation>
    </message>
    <message numerus="yes">
        <source>%n pages</source>
        <translation>
            <numerusform>%n Seite</numerusform>
            <numerusform>%n Seiten</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no printer on this computer. You can save a PDF, and print that elsewhere.</source>
        <translation>Auf diesem Computer gibt es keinen Drucker. Sie können ein PDF speichern und es anderswo drucken.</translation>
    </message>
    <message>
        <source>The course says itself what paper this is for.</source>
        <translation>Für welches Papier das ist, sagt der Kurs selbst.</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>Als PDF speichern</translation>
    </message>
    <message>
        <source>PDF documents (*.pdf)</source>
        <translation>PDF-Dokumente (*.pdf)</translation>
    </message>
    <message>
        <source>The printer did not take it: see whether it is on and has paper, and try again.</source>
        <translation>Der Drucker hat es nicht angenommen: Sehen Sie nach, ob er eingeschaltet ist und Papier hat, und versuchen Sie es noch einmal.</translation>
    </message>
</context>
<context>
    <name>QuestionCard</name>
    <message>
        <source>On this device</source>
        <translation>Auf diesem Gerät</translation>
    </message>
    <message>
        <source>On another device</source>
        <translation>Auf einem anderen Gerät</translation>
    </message>
    <message>
        <source>at “{place}”</source>
        <translation>bei „{place}“</translation>
    </message>
    <message>
        <source>{course} was gone on with in two places</source>
        <translation>{course} wurde an zwei Orten fortgesetzt</translation>
    </message>
    <message>
        <source>{course} goes on from here</source>
        <translation>{course} geht hier weiter</translation>
    </message>
    <message>
        <source>Choose where to go on. Time, answers and results of both count either way, and you can change it.</source>
        <translation>Wählen Sie, wo es weitergeht. Zeit, Antworten und Ergebnisse von beiden zählen in jedem Fall, und Sie können es ändern.</translation>
    </message>
    <message>
        <source>The other place is kept. You can still go on from there instead.</source>
        <translation>Die andere Stelle bleibt erhalten. Sie können immer noch dort weitermachen.</translation>
    </message>
    <message>
        <source>✓ Chosen</source>
        <translation>✓ Gewählt</translation>
    </message>
    <message>
        <source>Go on from here instead</source>
        <translation>Doch hier weitermachen</translation>
    </message>
    <message>
        <source>Go on from here</source>
        <translation>Hier weitermachen</translation>
    </message>
    <message>
        <source>{verdict} with {percent} %</source>
        <translation>{verdict} mit {percent} %</translation>
    </message>
</context>
<context>
    <name>QuestionsPage</name>
    <message>
        <source>Questions</source>
        <translation>Fragen</translation>
    </message>
</context>
<context>
    <name>RefusedPage</name>
    <message>
        <source>The server does not take these. Everything is kept here; try again when the server was put right, or export it for whoever runs the server.</source>
        <translation>Diese nimmt der Server nicht an. Hier bleibt alles erhalten; versuchen Sie es noch einmal, wenn der Server in Ordnung gebracht ist, oder exportieren Sie es für die, die ihn betreiben.</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>Kurs</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>The server says</source>
        <translation>Der Server sagt</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Noch einmal versuchen</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
</context>
<context>
    <name>SavedState</name>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert…</translation>
    </message>
    <message>
        <source>Your answers are being kept.</source>
        <translation>Ihre Antworten werden festgehalten.</translation>
    </message>
    <message>
        <source>Could not save: {reason}</source>
        <translation>Nicht gespeichert: {reason}</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Everything so far is kept on this device.</source>
        <translation>Alles bisher ist auf diesem Gerät festgehalten.</translation>
    </message>
</context>
<context>
    <name>ServerPage</name>
    <message>
        <source>&amp;Sign in again…</source>
        <translation>&amp;Neu anmelden…</translation>
    </message>
    <message>
        <source>&amp;Disconnect…</source>
        <translation>&amp;Trennen…</translation>
    </message>
    <message>
        <source>Sync every learner of this device</source>
        <translation>Alle Lernenden dieses Geräts abgleichen</translation>
    </message>
    <message>
        <source>Kept in this computer&apos;s keyring.</source>
        <translation>Liegt im Schlüsselbund dieses Computers.</translation>
    </message>
    <message>
        <source>Kept until the program is closed: this computer has no keyring that takes it.</source>
        <translation>Bleibt, bis das Programm geschlossen wird: Dieser Computer hat keinen Schlüsselbund, der ihn aufnimmt.</translation>
    </message>
    <message>
        <source>This computer&apos;s keyring does not say: it is locked, or does not answer.</source>
        <translation>Der Schlüsselbund dieses Computers sagt es nicht: Er ist gesperrt oder antwortet nicht.</translation>
    </message>
    <message>
        <source>Not here. Sign in again to sync.</source>
        <translation>Nicht da. Melden Sie sich neu an, um abzugleichen.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Where the server knows a learner by another id, enter it. The same id on two devices is the same person.</source>
        <translation>Kennt der Server jemanden unter einer anderen Kennung, tragen Sie sie ein. Dieselbe Kennung auf zwei Geräten ist dieselbe Person.</translation>
    </message>
    <message>
        <source>not synced</source>
        <translation>nicht abgeglichen</translation>
    </message>
    <message>
        <source>User id of {name} on the server</source>
        <translation>Kennung von {name} auf dem Server</translation>
    </message>
</context>
<context>
    <name>ServersNearby</name>
    <message>
        <source>Servers on this network</source>
        <translation>Server in diesem Netz</translation>
    </message>
    <message>
        <source>Choose one, or type an address</source>
        <translation>Einen auswählen oder eine Adresse eingeben</translation>
    </message>
</context>
<context>
    <name>SharingDialog</name>
    <message>
        <source>Share on this network</source>
        <translation>In diesem Netz freigeben</translation>
    </message>
    <message>
        <source>Share on another port</source>
        <translation>Auf einem anderen Port freigeben</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>Schlüssel kopieren</translation>
    </message>
    <message>
        <source>Make a new key</source>
        <translation>Neuer Schlüssel</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Scan with a phone</source>
        <translation>Mit dem Telefon scannen</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Devices connected</source>
        <translation>Verbundene Geräte</translation>
    </message>
    <message>
        <source>Whoever is on this network and has the key can fetch the courses of this computer, and read and write its learners&apos; results.</source>
        <translation>Wer in diesem Netz ist und den Schlüssel hat, kann die Kurse dieses Computers abrufen und die Ergebnisse seiner Lernenden lesen und schreiben.</translation>
    </message>
    <message>
        <source>What is sent is not encrypted: on a network you do not trust, others can read it. Sharing ends when connect-desktop is closed.</source>
        <translation>Was gesendet wird, ist nicht verschlüsselt: In einem Netz, dem Sie nicht vertrauen, können andere mitlesen. Die Freigabe endet, wenn connect-desktop geschlossen wird.</translation>
    </message>
    <message>
        <source>Off: nobody but this computer reaches its courses.</source>
        <translation>Aus: Nur dieser Computer erreicht seine Kurse.</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Wird gestartet…</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird beendet…</translation>
    </message>
    <message>
        <source>QR code of the address {address}</source>
        <translation>QR-Code der Adresse {address}</translation>
    </message>
    <message>
        <source>Also {addresses}</source>
        <translation>Auch {addresses}</translation>
    </message>
    <message>
        <source>Shown this once: copy it now.</source>
        <translation>Wird nur jetzt gezeigt: Kopieren Sie ihn.</translation>
    </message>
    <message>
        <source>Was shown when it was made. A new one takes its place.</source>
        <translation>Wurde gezeigt, als er entstand. Ein neuer tritt an seine Stelle.</translation>
    </message>
    <message>
        <source>none at the moment</source>
        <translation>im Moment keine</translation>
    </message>
    <message>
        <source>Another program on this computer uses the port already, perhaps a second connect-desktop.</source>
        <translation>Ein anderes Programm auf diesem Computer benutzt den Port schon, vielleicht ein zweites connect-desktop.</translation>
    </message>
    <message>
        <source>This computer is on no network; connect it to one and try again.</source>
        <translation>Dieser Computer ist in keinem Netz; verbinden Sie ihn mit einem und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The server ended unexpectedly; its log says why. Try again.</source>
        <translation>Der Server wurde unerwartet beendet; sein Protokoll sagt, warum. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>Shelf</name>
    <message>
        <source>No course matches “{text}”.</source>
        <translation>Kein Kurs passt zu „{text}“.</translation>
    </message>
    <message>
        <source>There are no such courses any more.</source>
        <translation>Solche Kurse gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>Show all courses</source>
        <translation>Alle Kurse zeigen</translation>
    </message>
</context>
<context>
    <name>ShelfBar</name>
    <message>
        <source>All courses</source>
        <translation>Alle Kurse</translation>
    </message>
    <message>
        <source>On this device</source>
        <translation>Auf diesem Gerät</translation>
    </message>
    <message>
        <source>To download</source>
        <translation>Zum Herunterladen</translation>
    </message>
    <message>
        <source>Assigned to you</source>
        <translation>Ihnen zugewiesen</translation>
    </message>
    <message>
        <source>Look for courses again</source>
        <translation>Wieder nach Kursen sehen</translation>
    </message>
    <message>
        <source>{server} cannot be asked for courses now</source>
        <translation>{server} kann gerade nicht nach Kursen gefragt werden</translation>
    </message>
    <message>
        <source>Not signed in: the courses of {server} as of {when}</source>
        <translation>Nicht angemeldet: Kurse von {server}, Stand: {when}</translation>
    </message>
    <message>
        <source>Offline: the courses of {server} as of {when}</source>
        <translation>Offline: Kurse von {server}, Stand: {when}</translation>
    </message>
</context>
<context>
    <name>SpaceDialog</name>
    <message>
        <source>Space used</source>
        <translation>Belegter Speicher</translation>
    </message>
    <message>
        <source>What learners did in a course stays when the course goes, and is synced as ever.</source>
        <translation>Was in einem Kurs gelernt wurde, bleibt, auch wenn der Kurs geht, und wird wie immer übertragen.</translation>
    </message>
    <message>
        <source>Courses take {size} on this device</source>
        <translation>Kurse belegen {size} auf diesem Gerät</translation>
    </message>
    <message>
        <source>can be downloaded again</source>
        <translation>lässt sich wieder herunterladen</translation>
    </message>
    <message>
        <source>only here</source>
        <translation>nur hier</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>Remove {title}</source>
        <translation>{title} entfernen</translation>
    </message>
</context>
<context>
    <name>StandingCard</name>
    <message>
        <source>Sync progress</source>
        <translation>Fortschritt des Abgleichs</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>&amp;Sync now</source>
        <translation>&amp;Jetzt abgleichen</translation>
    </message>
    <message>
        <source>Sign &amp;in again…</source>
        <translation>&amp;Neu anmelden…</translation>
    </message>
    <message>
        <source>All learners of this device</source>
        <translation>Alle Lernenden dieses Geräts</translation>
    </message>
    <message>
        <source>Last change sent or received: {when}</source>
        <translation>Zuletzt gesendet oder empfangen: {when}</translation>
    </message>
</context>
<context>
    <name>SyncCorner</name>
    <message>
        <source>Sync now</source>
        <translation>Jetzt abgleichen</translation>
    </message>
    <message>
        <source>Sync…</source>
        <translation>Abgleich…</translation>
    </message>
    <message>
        <source>Connect to a server…</source>
        <translation>Mit einem Server verbinden…</translation>
    </message>
    <message>
        <source>“{server}” is disconnected. This computer&apos;s keyring is locked or does not answer, so the key may still be in it.</source>
        <translation>„{server}“ ist getrennt. Der Schlüsselbund dieses Computers ist gesperrt oder antwortet nicht; der Schlüssel ist vielleicht noch darin.</translation>
    </message>
    <message>
        <source>How far sync is cannot be read.</source>
        <translation>Der Stand des Abgleichs kann nicht gelesen werden.</translation>
    </message>
</context>
<context>
    <name>SyncHistory</name>
    <message>
        <source>The server was restored from a backup; what it may have lost was sent again.</source>
        <translation>Der Server wurde aus einer Sicherung wiederhergestellt; was ihm fehlen könnte, wurde noch einmal gesendet.</translation>
    </message>
    <message>
        <source>“{title}” was played on a copy of this device; both were kept.</source>
        <translation>„{title}“ wurde auf einer Kopie dieses Geräts gespielt; beides blieb erhalten.</translation>
    </message>
    <message>
        <source>“{title}” is another version there; what was learned here became an attempt of its own.</source>
        <translation>„{title}“ ist dort eine andere Version; was hier gelernt wurde, ist jetzt ein eigener Versuch.</translation>
    </message>
    <message>
        <source>The server refused “{title}”; everything is kept here.</source>
        <translation>Der Server hat „{title}“ abgelehnt; hier bleibt alles erhalten.</translation>
    </message>
    <message>
        <source>{course} goes on from where another device was.</source>
        <translation>{course} geht weiter, wo ein anderes Gerät war.</translation>
    </message>
    <message>
        <source>{course} goes on from where this device was.</source>
        <translation>{course} geht weiter, wo dieses Gerät war.</translation>
    </message>
    <message>
        <source>Nothing new.</source>
        <translation>Nichts Neues.</translation>
    </message>
    <message>
        <source>There was no key for the server.</source>
        <translation>Für den Server war kein Schlüssel da.</translation>
    </message>
    <message>
        <source>The keyring of this computer did not give the key.</source>
        <translation>Der Schlüsselbund dieses Computers gab den Schlüssel nicht her.</translation>
    </message>
    <message>
        <source>The server asked for a valid key.</source>
        <translation>Der Server verlangte einen gültigen Schlüssel.</translation>
    </message>
    <message>
        <source>The key may not write.</source>
        <translation>Der Schlüssel darf nicht schreiben.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>{sent} sent, {received} received.</source>
        <translation>{sent} gesendet, {received} empfangen.</translation>
    </message>
    <message>
        <source>{sent} sent.</source>
        <translation>{sent} gesendet.</translation>
    </message>
    <message>
        <source>{received} received.</source>
        <translation>{received} empfangen.</translation>
    </message>
    <message>
        <source>The server could not be reached.</source>
        <translation>Der Server war nicht erreichbar.</translation>
    </message>
    <message>
        <source>The server asked for time.</source>
        <translation>Der Server bat um Geduld.</translation>
    </message>
    <message>
        <source>Something else answered in the server&apos;s place.</source>
        <translation>Statt des Servers hat etwas anderes geantwortet.</translation>
    </message>
    <message>
        <source>Others wrote to the same course; it is tried again.</source>
        <translation>Andere schrieben in denselben Kurs; es wird wieder versucht.</translation>
    </message>
</context>
<context>
    <name>SyncLine</name>
    <message>
        <source>Sync progress</source>
        <translation>Fortschritt des Abgleichs</translation>
    </message>
    <message>
        <source>Show sync</source>
        <translation>Abgleich zeigen</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>Abgleich</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>Jetzt abgleichen</translation>
    </message>
    <message>
        <source>Sign in again…</source>
        <translation>Neu anmelden…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Look…</source>
        <translation>Ansehen…</translation>
    </message>
</context>
<context>
    <name>SyncWindow</name>
    <message>
        <source>Sync</source>
        <translation>Abgleich</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Courses</source>
        <translation>Kurse</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>Kurs</translation>
    </message>
    <message>
        <source>On the server</source>
        <translation>Auf dem Server</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>What is begun stands here, with what the server has of it.</source>
        <translation>Hier steht, was begonnen wurde, und was der Server davon hat.</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>On the hub</source>
        <translation>Auf dem Hub</translation>
    </message>
    <message>
        <source>Courses of {learner}</source>
        <translation>Kurse von {learner}</translation>
    </message>
    <message>
        <source>A course</source>
        <translation>Ein Kurs</translation>
    </message>
    <message>
        <source>A course that is not on this device</source>
        <translation>Ein Kurs, der nicht auf diesem Gerät ist</translation>
    </message>
    <message>
        <source>“{course}”</source>
        <translation>„{course}“</translation>
    </message>
    <message>
        <source>{course} ({learner})</source>
        <translation>{course} ({learner})</translation>
    </message>
</context>
<context>
    <name>SyncWords</name>
    <message>
        <source>{server}: {sentence}</source>
        <translation>{server}: {sentence}</translation>
    </message>
    <message>
        <source>Nothing to send yet.</source>
        <translation>Noch nichts zu senden.</translation>
    </message>
    <message>
        <source>Server has the launch</source>
        <translation>Der Server hat den Durchgang</translation>
    </message>
    <message>
        <source>Server does not have the launch yet</source>
        <translation>Der Server hat den Durchgang noch nicht</translation>
    </message>
    <message>
        <source>Hub has {held} of {count} launches</source>
        <translation>Der Hub hat {held} von {count} Durchgängen</translation>
    </message>
    <message>
        <source>Server has {held} of {count} launches</source>
        <translation>Der Server hat {held} von {count} Durchgängen</translation>
    </message>
    <message>
        <source>Hub has the launch</source>
        <translation>Der Hub hat den Durchgang</translation>
    </message>
    <message>
        <source>the server above it, {server}, has it too</source>
        <translation>der Server darüber, {server}, hat es auch</translation>
    </message>
    <message>
        <source>the server above it, {server}, gets it when the hub is online</source>
        <translation>der Server darüber, {server}, bekommt es, sobald der Hub online ist</translation>
    </message>
    <message>
        <source>the server above it, {server}, has {held} of {count}</source>
        <translation>der Server darüber, {server}, hat {held} von {count}</translation>
    </message>
    <message>
        <source>on its way to the server above it, {server}</source>
        <translation>unterwegs zum Server darüber, {server}</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>bestanden</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>nicht bestanden</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>abgeschlossen</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>in Arbeit</translation>
    </message>
    <message>
        <source>The server refuses it; everything is kept here.</source>
        <translation>Der Server lehnt es ab; hier bleibt alles erhalten.</translation>
    </message>
    <message>
        <source>The server does not have this course; everything is kept here.</source>
        <translation>Der Server hat diesen Kurs nicht; hier bleibt alles erhalten.</translation>
    </message>
    <message>
        <source>The server has another version of this course; everything is kept here.</source>
        <translation>Der Server hat eine andere Version dieses Kurses; hier bleibt alles erhalten.</translation>
    </message>
    <message>
        <source>Saved here, {to_send}. {held}.</source>
        <translation>Hier gespeichert, {to_send}. {held}.</translation>
    </message>
    <message>
        <source>All saved here. {held}.</source>
        <translation>Hier ist alles gespeichert. {held}.</translation>
    </message>
    <message>
        <source>{to_send}, {reason}.</source>
        <translation>{to_send}, {reason}.</translation>
    </message>
    <message>
        <source>All saved here; {reason}.</source>
        <translation>Hier ist alles gespeichert; {reason}.</translation>
    </message>
    <message>
        <source>Connected to {server}.</source>
        <translation>Mit {server} verbunden.</translation>
    </message>
    <message>
        <source>The key for {server} may not write any more; everything is kept here.</source>
        <translation>Der Schlüssel für {server} darf nicht mehr schreiben; hier bleibt alles erhalten.</translation>
    </message>
    <message>
        <source>Sign in again to sync with {server}.</source>
        <translation>Melden Sie sich neu an, um mit {server} abzugleichen.</translation>
    </message>
    <message>
        <source>Sign in again to send one launch.</source>
        <translation>Melden Sie sich neu an, um einen Durchgang zu senden.</translation>
    </message>
    <message>
        <source>Sign in again to send {count} launches.</source>
        <translation>Melden Sie sich neu an, um {count} Durchgänge zu senden.</translation>
    </message>
    <message>
        <source>This computer&apos;s keyring does not give the key for {server}; unlock it.</source>
        <translation>Der Schlüsselbund dieses Computers gibt den Schlüssel für {server} nicht her; entsperren Sie ihn.</translation>
    </message>
    <message>
        <source>{to_send}, this computer&apos;s keyring does not give the key; unlock it.</source>
        <translation>{to_send}, der Schlüsselbund dieses Computers gibt den Schlüssel nicht her; entsperren Sie ihn.</translation>
    </message>
    <message>
        <source>Syncing with {server}…</source>
        <translation>Abgleich mit {server}…</translation>
    </message>
    <message>
        <source>Syncing: {done} of {count} courses…</source>
        <translation>Abgleich: {done} von {count} Kursen…</translation>
    </message>
    <message>
        <source>All saved here. One course was gone on with in two places: which one is next?</source>
        <translation>Hier ist alles gespeichert. Ein Kurs wurde an zwei Orten fortgesetzt: Wo geht es weiter?</translation>
    </message>
    <message>
        <source>All saved here. {count} courses were gone on with in two places: which is next?</source>
        <translation>Hier ist alles gespeichert. {count} Kurse wurden an zwei Orten fortgesetzt: Wo geht es weiter?</translation>
    </message>
    <message>
        <source>All saved here. The server refuses one course.</source>
        <translation>Hier ist alles gespeichert. Einen Kurs lehnt der Server ab.</translation>
    </message>
    <message>
        <source>All saved here. The server refuses {count} courses.</source>
        <translation>Hier ist alles gespeichert. {count} Kurse lehnt der Server ab.</translation>
    </message>
    <message>
        <source>{count} to send</source>
        <translation>{count} zu senden</translation>
    </message>
    <message>
        <source>waiting for network</source>
        <translation>wartet auf Netz</translation>
    </message>
    <message>
        <source>the server asks for time</source>
        <translation>der Server bittet um Geduld</translation>
    </message>
    <message>
        <source>this network may ask to sign in first</source>
        <translation>vielleicht verlangt dieses Netz erst eine Anmeldung</translation>
    </message>
    <message>
        <source>waiting for the server</source>
        <translation>wartet auf den Server</translation>
    </message>
    <message>
        <source>the server does not have the course yet</source>
        <translation>der Server hat den Kurs noch nicht</translation>
    </message>
    <message>
        <source>soon</source>
        <translation>gleich</translation>
    </message>
</context>
<context>
    <name>WebPage</name>
    <message>
        <source>This course link has ended</source>
        <translation>Dieser Kurslink gilt nicht mehr</translation>
    </message>
    <message>
        <source>Whoever gave it to you has withdrawn it or set an end to it. What you have learnt so far is kept. Ask them for a new link.</source>
        <translation>Wer ihn Ihnen gegeben hat, hat ihn zurückgezogen oder befristet. Was Sie bisher gelernt haben, bleibt erhalten. Bitten Sie um einen neuen Link.</translation>
    </message>
    <message>
        <source>Open this course from your learning platform</source>
        <translation>Öffnen Sie diesen Kurs auf Ihrer Lernplattform</translation>
    </message>
    <message>
        <source>The link works only from the sites it was made for. Go back to your learning platform and start the course there.</source>
        <translation>Der Link gilt nur auf den Seiten, für die er gemacht wurde. Gehen Sie zurück zu Ihrer Lernplattform, und starten Sie den Kurs dort.</translation>
    </message>
    <message>
        <source>No places left</source>
        <translation>Keine Plätze mehr frei</translation>
    </message>
    <message>
        <source>As many people have started this course as its license allows. Ask whoever gave you the link for another place.</source>
        <translation>Diesen Kurs haben so viele begonnen, wie seine Lizenz erlaubt. Bitten Sie um einen weiteren Platz, wo Sie den Link bekommen haben.</translation>
    </message>
    <message>
        <source>Too many attempts</source>
        <translation>Zu viele Versuche</translation>
    </message>
    <message>
        <source>Wrong passwords came too often. Wait {minutes} min, then open the course again.</source>
        <translation>Es kamen zu oft falsche Passwörter. Warten Sie {minutes} min, und öffnen Sie den Kurs dann noch einmal.</translation>
    </message>
    <message>
        <source>This course asks for a password</source>
        <translation>Dieser Kurs verlangt ein Passwort</translation>
    </message>
    <message>
        <source>That is not the password. Please try again.</source>
        <translation>Das ist nicht das Passwort. Bitte versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Start the course</source>
        <translation>Kurs starten</translation>
    </message>
    <message>
        <source>Open in a new window</source>
        <translation>In einem neuen Fenster öffnen</translation>
    </message>
    <message>
        <source>If the course does not appear, open it in a window of its own.</source>
        <translation>Wenn der Kurs nicht erscheint, öffnen Sie ihn in einem eigenen Fenster.</translation>
    </message>
    <message>
        <source>Your browser keeps new windows from opening here. Allow them, then try again.</source>
        <translation>Ihr Browser lässt hier keine neuen Fenster zu. Erlauben Sie sie, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The course is in a window of its own. Keep this one open until you are done.</source>
        <translation>Der Kurs ist in einem eigenen Fenster. Lassen Sie dieses offen, bis Sie fertig sind.</translation>
    </message>
    <message>
        <source>No learning platform answers here: your results stay with the course.</source>
        <translation>Hier antwortet keine Lernplattform: Ihre Ergebnisse bleiben beim Kurs.</translation>
    </message>
    <message>
        <source>Learning report</source>
        <translation>Lernbericht</translation>
    </message>
    <message>
        <source>All courses</source>
        <translation>Alle Kurse</translation>
    </message>
    <message>
        <source>Sign in to the reports</source>
        <translation>Anmeldung zu den Berichten</translation>
    </message>
    <message>
        <source>Nothing has been learnt here yet</source>
        <translation>Hier wurde noch nichts gelernt</translation>
    </message>
    <message>
        <source>No sessions match these filters</source>
        <translation>Zu dieser Auswahl gibt es keine Sitzungen</translation>
    </message>
    <message>
        <source>all time</source>
        <translation>gesamte Zeit</translation>
    </message>
    <message>
        <source>Any key will do, one with read scope is enough. Whoever runs the server makes one with {command}.</source>
        <translation>Jeder Schlüssel ist recht, einer mit dem Recht „read“ genügt. Wer den Server betreibt, macht einen mit {command}.</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>Gesamte Zeit</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>Dieses Jahr</translation>
    </message>
    <message>
        <source>Last 90 days</source>
        <translation>Letzte 90 Tage</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>As soon as somebody has opened a course, this page tells how it goes.</source>
        <translation>Sobald jemand einen Kurs geöffnet hat, zeigt diese Seite, wie es läuft.</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>Kurs</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Choose another course or period, or look at {everything}.</source>
        <translation>Wählen Sie einen anderen Kurs oder Zeitraum, oder sehen Sie {everything} an.</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} bis {last}</translation>
    </message>
    <message>
        <source>since {first}</source>
        <translation>seit {first}</translation>
    </message>
    <message>
        <source>until {last}</source>
        <translation>bis {last}</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Days are counted in UTC, by when a session last changed.</source>
        <translation>Tage zählen in UTC, nach der letzten Änderung einer Sitzung.</translation>
    </message>
    <message>
        <source>Sign in with an API key of this server.</source>
        <translation>Melden Sie sich mit einem API-Schlüssel dieses Servers an.</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>everything there is</source>
        <translation>alles, was da ist,</translation>
    </message>
    <message>
        <source>,</source>
        <translation>.</translation>
    </message>
    <message>
        <source>below 0 %</source>
        <translation>unter 0 %</translation>
    </message>
    <message>
        <source>Jan</source>
        <translation>Jan.</translation>
    </message>
    <message>
        <source>Feb</source>
        <translation>Feb.</translation>
    </message>
    <message>
        <source>Mar</source>
        <translation>März</translation>
    </message>
    <message>
        <source>Apr</source>
        <translation>Apr.</translation>
    </message>
    <message>
        <source>May</source>
        <translation>Mai</translation>
    </message>
    <message>
        <source>Jun</source>
        <translation>Juni</translation>
    </message>
    <message>
        <source>Jul</source>
        <translation>Juli</translation>
    </message>
    <message>
        <source>Aug</source>
        <translation>Aug.</translation>
    </message>
    <message>
        <source>Sep</source>
        <translation>Sep.</translation>
    </message>
    <message>
        <source>Oct</source>
        <translation>Okt.</translation>
    </message>
    <message>
        <source>Nov</source>
        <translation>Nov.</translation>
    </message>
    <message>
        <source>Dec</source>
        <translation>Dez.</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{day} {month} {year}</source>
        <translation>{day}. {month} {year}</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} h</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{day} {month}</source>
        <translation>{day}. {month}</translation>
    </message>
    <message>
        <source>{low} to {high} %</source>
        <translation>{low} bis {high} %</translation>
    </message>
    <message>
        <source>{number} of {all}</source>
        <translation>{number} von {all}</translation>
    </message>
    <message>
        <source>Distribution of {number} scores in steps of ten percent. The table below has all numbers.</source>
        <translation>Verteilung von {number} Ergebnissen in Schritten von zehn Prozent. Alle Zahlen stehen in der Tabelle darunter.</translation>
    </message>
    <message>
        <source>Hardest questions</source>
        <translation>Schwierigste Fragen</translation>
    </message>
    <message>
        <source>Sessions by the day of their last change, completed ones and others. The table below has all numbers.</source>
        <translation>Sitzungen nach dem Tag der letzten Änderung, abgeschlossene und andere. Alle Zahlen stehen in der Tabelle darunter.</translation>
    </message>
    <message>
        <source>Sessions by the month of their last change, completed ones and others. The table below has all numbers.</source>
        <translation>Sitzungen nach dem Monat der letzten Änderung, abgeschlossene und andere. Alle Zahlen stehen in der Tabelle darunter.</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>Not completed</source>
        <translation>Nicht abgeschlossen</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Bestanden</translation>
    </message>
    <message>
        <source>Average score</source>
        <translation>Mittleres Ergebnis</translation>
    </message>
    <message>
        <source>Time a session</source>
        <translation>Zeit je Sitzung</translation>
    </message>
    <message>
        <source>Courses</source>
        <translation>Kurse</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Richtig</translation>
    </message>
    <message>
        <source>Most frequent wrong answer</source>
        <translation>Häufigste falsche Antwort</translation>
    </message>
    <message>
        <source>Completion (CSV)</source>
        <translation>Abschlüsse (CSV)</translation>
    </message>
    <message>
        <source>Scores (CSV)</source>
        <translation>Ergebnisse (CSV)</translation>
    </message>
    <message>
        <source>Progress (CSV)</source>
        <translation>Fortschritt (CSV)</translation>
    </message>
    <message>
        <source>Interactions (CSV)</source>
        <translation>Antworten (CSV)</translation>
    </message>
    <message>
        <source>Time spent</source>
        <translation>Gelernte Zeit</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>Not attempted</source>
        <translation>Noch nicht begonnen</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Of {sessions} sessions, {completed} are completed. The table below has all numbers.</source>
        <translation>Von {sessions} Sitzungen sind {completed} abgeschlossen. Alle Zahlen stehen in der Tabelle darunter.</translation>
    </message>
    <message>
        <source>Sessions by day</source>
        <translation>Sitzungen nach Tagen</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Sessions by month</source>
        <translation>Sitzungen nach Monaten</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>No session has a score yet.</source>
        <translation>Noch keine Sitzung hat ein Ergebnis.</translation>
    </message>
    <message>
        <source>Score in percent; half of them have {median} or more</source>
        <translation>Ergebnis in Prozent; die Hälfte hat {median} oder mehr</translation>
    </message>
    <message>
        <source>The {number} most used courses; the files have all.</source>
        <translation>Die {number} meistgenutzten Kurse; in den Dateien stehen alle.</translation>
    </message>
    <message>
        <source>No question has been answered often enough to tell.</source>
        <translation>Noch keine Frage wurde oft genug beantwortet, um etwas zu sagen.</translation>
    </message>
    <message>
        <source>In short</source>
        <translation>In Kürze</translation>
    </message>
    <message>
        <source>Where the sessions stand</source>
        <translation>Wie die Sitzungen stehen</translation>
    </message>
    <message>
        <source>{period}: {completed} completed, {other} not</source>
        <translation>{period}: {completed} abgeschlossen, {other} nicht</translation>
    </message>
    <message>
        <source>of “{name}”</source>
        <translation>zu „{name}“</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>{number} in progress</source>
        <translation>{number} in Arbeit</translation>
    </message>
    <message>
        <source>{number} of {all} with a verdict</source>
        <translation>{number} von {all} bewerteten</translation>
    </message>
    <message>
        <source>median {median}, {number} scored</source>
        <translation>Median {median}, {number} mit Ergebnis</translation>
    </message>
    <message>
        <source>{time} a session</source>
        <translation>{time} je Sitzung</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>{range}: {number} sessions</source>
        <translation>{range}: {number} Sitzungen</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>This key is not known here, or was revoked. Check that it was copied whole.</source>
        <translation>Dieser Schlüssel ist hier nicht bekannt oder wurde widerrufen. Sehen Sie nach, ob er ganz kopiert wurde.</translation>
    </message>
    <message>
        <source>The first day is after the last: there is nothing between them.</source>
        <translation>Der erste Tag liegt nach dem letzten: Dazwischen ist nichts.</translation>
    </message>
    <message>
        <source>A day is written as in 2026-03-05; the one that is not was left out.</source>
        <translation>Ein Tag wird wie 2026-03-05 geschrieben; der andere wurde ausgelassen.</translation>
    </message>
    <message>
        <source>Too many keys were wrong. Try again in {seconds} s.</source>
        <translation>Zu viele Schlüssel waren falsch. Versuchen Sie es in {seconds} s noch einmal.</translation>
    </message>
    <message>
        <source>This is a server for courses. Open a course by the link you were given, or connect to this address in the app with “Connect to a server…”.</source>
        <translation>Dies ist ein Server für Kurse. Öffnen Sie einen Kurs über den Link, den Sie bekommen haben, oder verbinden Sie sich in der App mit dieser Adresse: „Mit einem Server verbinden…“.</translation>
    </message>
    <message>
        <source>For programs: the API</source>
        <translation>Für Programme: die API</translation>
    </message>
</context>
<context>
    <name>WebPlayer</name>
    <message>
        <source>Course</source>
        <translation>Kurs</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Contents of the course</source>
        <translation>Inhalt des Kurses</translation>
    </message>
    <message>
        <source>Skip to the course</source>
        <translation>Zum Kurs springen</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Save and leave</source>
        <translation>Speichern und verlassen</translation>
    </message>
    <message>
        <source>Exit course</source>
        <translation>Kurs beenden</translation>
    </message>
    <message>
        <source>More ways to leave</source>
        <translation>Weitere Wege hinaus</translation>
    </message>
    <message>
        <source>Exit this part</source>
        <translation>Diesen Teil beenden</translation>
    </message>
    <message>
        <source>Abandon this part</source>
        <translation>Diesen Teil abbrechen</translation>
    </message>
    <message>
        <source>Abandon the course</source>
        <translation>Kurs abbrechen</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Progress in the course</source>
        <translation>Fortschritt im Kurs</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Not open yet</source>
        <translation>Noch nicht offen</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Bestanden</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Nicht bestanden</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>You are here</source>
        <translation>Sie sind hier</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Not attempted</source>
        <translation>Noch nicht begonnen</translation>
    </message>
    <message>
        <source>Starting the course…</source>
        <translation>Der Kurs wird gestartet…</translation>
    </message>
    <message>
        <source>Choose where to go on</source>
        <translation>Wo soll es weitergehen?</translation>
    </message>
    <message>
        <source>Pick a part from the contents.</source>
        <translation>Wählen Sie einen Teil aus dem Inhalt.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>You passed this course</source>
        <translation>Sie haben diesen Kurs bestanden</translation>
    </message>
    <message>
        <source>You have not passed this course</source>
        <translation>Sie haben diesen Kurs nicht bestanden</translation>
    </message>
    <message>
        <source>You completed this course</source>
        <translation>Sie haben diesen Kurs abgeschlossen</translation>
    </message>
    <message>
        <source>Your progress is saved</source>
        <translation>Ihr Fortschritt ist gespeichert</translation>
    </message>
    <message>
        <source>Score: {percent} %</source>
        <translation>Ergebnis: {percent} %</translation>
    </message>
    <message>
        <source>Score: {raw}</source>
        <translation>Ergebnis: {raw}</translation>
    </message>
    <message>
        <source>Open the course again to go on where you were.</source>
        <translation>Öffnen Sie den Kurs wieder, um dort weiterzumachen, wo Sie waren.</translation>
    </message>
    <message>
        <source>You can close it now, or open it again to look something up.</source>
        <translation>Sie können ihn jetzt schließen oder noch einmal öffnen, um etwas nachzusehen.</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>Go on here</source>
        <translation>Hier weitermachen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>The server does not answer</source>
        <translation>Der Server antwortet nicht</translation>
    </message>
    <message>
        <source>Check the connection. Nothing that was saved is lost.</source>
        <translation>Prüfen Sie die Verbindung. Nichts Gespeichertes ist verloren.</translation>
    </message>
    <message>
        <source>This course is open in another window</source>
        <translation>Dieser Kurs ist in einem anderen Fenster geöffnet</translation>
    </message>
    <message>
        <source>Go on there, or here: what was saved is the same in both.</source>
        <translation>Machen Sie dort weiter oder hier: Gespeichert ist in beiden dasselbe.</translation>
    </message>
    <message>
        <source>This course was paused</source>
        <translation>Dieser Kurs ruht</translation>
    </message>
    <message>
        <source>Nothing was heard from this page for a long time. What was saved is kept.</source>
        <translation>Von dieser Seite kam lange nichts mehr. Was gespeichert war, ist erhalten.</translation>
    </message>
    <message>
        <source>This course has to be opened again</source>
        <translation>Dieser Kurs muss neu geöffnet werden</translation>
    </message>
    <message>
        <source>The connection to it was lost. What was saved before is kept.</source>
        <translation>Die Verbindung zu ihm ging verloren. Was vorher gespeichert war, ist erhalten.</translation>
    </message>
    <message>
        <source>This link is not valid any more</source>
        <translation>Dieser Link gilt nicht mehr</translation>
    </message>
    <message>
        <source>What was saved is kept. Go back to where you started the course and start it from there again.</source>
        <translation>Was gespeichert war, ist erhalten. Gehen Sie dorthin zurück, wo Sie den Kurs gestartet haben, und starten Sie ihn von dort neu.</translation>
    </message>
    <message>
        <source>Too many courses are open</source>
        <translation>Es sind zu viele Kurse geöffnet</translation>
    </message>
    <message>
        <source>The server cannot take one more right now. Please try again in a few minutes.</source>
        <translation>Der Server kann gerade keinen weiteren aufnehmen. Bitte versuchen Sie es in ein paar Minuten noch einmal.</translation>
    </message>
    <message>
        <source>The server cannot be reached. What you do now is not saved until the connection is back.</source>
        <translation>Der Server ist nicht erreichbar. Was Sie jetzt tun, wird erst gespeichert, wenn die Verbindung wieder da ist.</translation>
    </message>
    <message>
        <source>The connection is back, and everything is saved.</source>
        <translation>Die Verbindung ist wieder da, und alles ist gespeichert.</translation>
    </message>
    <message>
        <source>The course said something that could not be saved. {reason}</source>
        <translation>Der Kurs hat etwas gemeldet, das nicht gespeichert werden konnte. {reason}</translation>
    </message>
    <message>
        <source>Launch link unavailable</source>
        <translation>Startlink nicht verfügbar</translation>
    </message>
    <message>
        <source>This link is incomplete, or its time is over. Go back to where you found it and start the course from there.</source>
        <translation>Dieser Link ist unvollständig, oder seine Zeit ist abgelaufen. Gehen Sie dorthin zurück, wo Sie ihn gefunden haben, und starten Sie den Kurs von dort.</translation>
    </message>
    <message>
        <source>Course not available</source>
        <translation>Kurs nicht verfügbar</translation>
    </message>
    <message>
        <source>This course is not on the server any more. Ask whoever gave you the link.</source>
        <translation>Dieser Kurs ist nicht mehr auf dem Server. Fragen Sie, wer Ihnen den Link gegeben hat.</translation>
    </message>
    <message>
        <source>This page is not in the course</source>
        <translation>Diese Seite ist nicht im Kurs</translation>
    </message>
    <message>
        <source>The course asked for a file that its package does not contain. Go on with another part, and tell whoever made it.</source>
        <translation>Der Kurs hat eine Datei verlangt, die sein Paket nicht enthält. Machen Sie mit einem anderen Teil weiter, und sagen Sie es dem, der ihn gemacht hat.</translation>
    </message>
    <message>
        <source>This page cannot be read</source>
        <translation>Diese Seite kann nicht gelesen werden</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Who is learning here?</source>
        <translation>Wer lernt hier?</translation>
    </message>
    <message>
        <source>Courses are told this name. More learners can be added later.</source>
        <translation>Kurse erfahren diesen Namen. Weitere Lernende können später dazukommen.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
</context>
</TS>
