"""SCORM 2004 sequencing: the activity tree, the tracking model, and the processes of the SN book, a module each.

    overall_sequencing [OP.1]
     ├── navigation_request [NB.2.1]        is the request valid, and what does it stand for?
     ├── termination_request [TB.2.3]       end attempts, roll up; exit and post-condition rules
     ├── sequencing_request [SB.2.12]       start, continue, choice, ... on flow and choice_traversal
     ├── delivery_request [DB.1.1]          is what was found open?
     └── content_delivery_environment [DB.2]

`session` holds everything that changes, `look_ahead` answers what would come of a request. Nothing here knows the
run-time environment, a file or a clock; randomness and time are passed in.

Where ADL's conformance cases read the book in one way, so do we:

| question | reading | cases |
|---|---|---|
| a rollup rule over all of no children | is true | RU-11, RU-15b, RU-15c |
| a read map finds nothing global | satisfaction and scores are unknown, completion stays local | CM-13, OB-03b, CO-09 |
| only the parent's current attempt counts | in rollup, not in the child's own rules | SX-07d, SX-07e |
| Continue comes to a cluster without flow | the learner chooses in it; Previous is refused | CM-07d, CM-07b |
| choiceExit of a leaf | holds for the choice of its siblings too | CM-07a |
| constrainChoice of a leaf | constrains nothing | CM-07d |
| an abandoned attempt | leaves nothing of what its content reported | SX-04b |

The editions differ in what their manifests can say, not in how it is done: 2nd and 3rd Edition know no `adlseq:mapInfo`
and no progress measure in rollup, and their `completionThreshold` is applied by the run-time environment.
"""
