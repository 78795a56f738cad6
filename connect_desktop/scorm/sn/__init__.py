"""SCORM 2004 sequencing: the activity tree, the tracking model, and the processes of the SN book, a module each."""
