// Lighthouse, as on a phone, for the addresses of the command line; one line of JSON for each: the run in the
// middle of as many as asked for (the first argument), because one run tells as much of the machine as of the page.
import { createRequire } from "node:module";
import lighthouse from "lighthouse";

const { launch } = await import(createRequire(createRequire(import.meta.url).resolve("lighthouse")).resolve("chrome-launcher"));
const quiet = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync"];
const chrome = await launch({ chromePath: process.env.CHROME_PATH, chromeFlags: quiet, logLevel: "silent" });
try {
  const [runs, ...addresses] = process.argv.slice(2);
  for (const address of addresses) {
    const told = [];
    const skipAudits = (await (await fetch(address)).text()).includes('content="noindex"') ? ["is-crawlable"] : []; // the office's board is no page to be found
    while (told.length < Number(runs)) told.push((await lighthouse(address, { port: chrome.port, output: "json", logLevel: "silent", skipAudits })).lhr);
    const lhr = told.sort((a, b) => a.categories.performance.score - b.categories.performance.score)[Math.floor(told.length / 2)];
    const below = [];
    for (const category of Object.values(lhr.categories)) {
      if (category.score === 1) continue;
      for (const { id, weight } of category.auditRefs) {
        const audit = lhr.audits[id];
        if (weight > 0 && audit.score !== null && audit.score < 1) {
          const where = (audit.details?.items ?? []).slice(0, 3).map((item) => item.node?.selector ?? item.url ?? [item.index, item.line, item.message, item.description].filter(Boolean).join(" ")).filter(Boolean);
          below.push([category.id, id, audit.title, audit.explanation ?? audit.displayValue ?? "", where.join("; ")]);
        }
      }
    }
    const scores = Object.fromEntries(Object.entries(lhr.categories).map(([id, { score }]) => [id, score === null ? null : Math.round(score * 100)]));
    console.log(JSON.stringify({ address, scores, below, error: lhr.runtimeError?.message ?? null }));
  }
} finally {
  await chrome.kill();
}
