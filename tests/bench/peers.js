// inkjs: `node peers.js compile STORY.ink TO.json`, `start STORY.ink.json`, `source STORY.ink` or `walk STORY.ink.json`.
// The walk is the one of walk.py: the same numbers, the same choices, the same letters counted.
"use strict";
const fs = require("node:fs");
const [what, path, to] = process.argv.slice(2);
const text = fs.readFileSync(path, "utf8").replace(/^\uFEFF/, "");

if (what === "compile") {
  const { Compiler } = require("inkjs/full");
  fs.writeFileSync(to, new Compiler(text).Compile().ToJson());
} else if (what === "source") {
  const { Compiler } = require("inkjs/full");
  show(new Compiler(text).Compile());
} else {
  const { Story } = require("inkjs");
  const story = new Story(text);
  if (what === "start") show(story);
  else walk(story);
}

function show(story) {
  process.stdout.write(story.ContinueMaximally() + "\n");
  story.currentChoices.forEach((choice, index) => process.stdout.write(`${index + 1}. ${choice.text}\n`));
}

function walk(story) {
  let number = 1;
  const told = () => {
    const words = story.ContinueMaximally();
    let letters = words.length - (words.split("\n").length - 1);
    for (const choice of story.currentChoices) letters += choice.text.length;
    return letters;
  };
  told();
  require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
    let letters = 0;
    const before = process.cpuUsage();
    for (let count = Number(line); count > 0; count -= 1) {
      const offered = story.currentChoices.length;
      if (offered) {
        number = (number * 16807) % 2147483647;
        story.ChooseChoiceIndex(number % offered);
      } else {
        story.ResetState();
      }
      letters += told();
    }
    const { user, system } = process.cpuUsage(before);
    process.stdout.write(`${(user + system) / 1e6} ${letters}\n`);
  });
}
