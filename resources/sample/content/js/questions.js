/** The questions of the quiz. Identifiers of answers are single characters: SCORM 1.2 takes no longer ones. */

/** What the quiz looks into: objective id to title. */
export const objectives = {
  alarm: "Alarm and muster",
  fire: "Fire and signs",
  overboard: "Person overboard",
};

/**
 * `correct` lists the answers that are right, each in the shape of a response: a text, a list of ids, or a list of
 * [from, to] pairs. A question without one is an opinion and gives no points.
 */
export const questions = [
  {
    id: "first_act",
    type: "choice",
    objective: "alarm",
    text: "You are in your cabin and hear seven short blasts and a long one. What do you do first?",
    options: {
      a: "Call the bridge and ask what is going on",
      b: "Take my lifejacket and walk to my muster station",
      c: "Pack my bag so that nothing gets lost",
      d: "Wait until someone comes to fetch me",
    },
    correct: [["b"]],
    why: "The signal is the instruction. The bridge has no time for calls, and people are counted at the muster station.",
  },
  {
    id: "short_blasts",
    type: "numeric",
    objective: "alarm",
    text: "How many short blasts come before the long one?",
    unit: "short blasts",
    correct: ["7"],
    why: "Seven or more short blasts and one long blast: the general emergency signal, the same on every ship.",
  },
  {
    id: "take_along",
    type: "choice",
    objective: "alarm",
    several: true,
    text: "Which of these come with you to the muster station? Choose all that are right.",
    options: {
      a: "My lifejacket",
      b: "Medicine that I need",
      c: "My suitcase",
      d: "Warm clothes",
    },
    correct: [["a", "b", "d"]],
    why: "Warm, afloat and healthy. Luggage blocks stairs and doors for everyone behind you.",
  },
  {
    id: "use_lift",
    type: "true-false",
    objective: "fire",
    text: "When there is smoke, the lift is the quickest safe way out.",
    options: { true: "True", false: "False" },
    correct: ["false"],
    why: "Never. A lift can stop between decks or open its doors to the fire. Take the marked stairs and stay low.",
  },
  {
    id: "extinguisher",
    type: "sequencing",
    objective: "fire",
    text: "Put the steps of using an extinguisher in order.",
    options: {
      c: "Squeeze the handle",
      a: "Pull the pin",
      d: "Sweep from side to side",
      b: "Aim at the base of the fire",
    },
    correct: [["a", "b", "c", "d"]],
    why: "Pull, aim, squeeze, sweep. Say it once aloud and you will not forget it.",
  },
  {
    id: "colours",
    type: "matching",
    objective: "fire",
    text: "What do the colours of the signs tell you?",
    from: { 1: "Red", 2: "Green", 3: "Blue", 4: "Yellow" },
    options: { a: "Way out, first aid", b: "Fire equipment", c: "Take care", d: "You must" },
    correct: [
      [
        ["1", "b"],
        ["2", "a"],
        ["3", "d"],
        ["4", "c"],
      ],
    ],
    why: "Red: fire-fighting and what is forbidden. Green: escape and first aid. Blue: a duty. Yellow: a warning.",
  },
  {
    id: "throw_it",
    type: "fill-in",
    objective: "overboard",
    text: "Someone falls over the side. You shout, you keep pointing, and you throw them a …",
    correct: ["lifebuoy", "life buoy", "lifering", "life ring", "lifebelt"],
    why: "A lifebuoy. It keeps them afloat and marks the place, and its light is seen at night.",
  },
  {
    id: "feel_ready",
    type: "likert",
    text: "One last thing, without points: I feel ready for my first week on board.",
    options: { 1: "Not at all", 2: "Not quite", 3: "Half and half", 4: "Mostly", 5: "Fully" },
    correct: [],
    why: "",
  },
];
