import { expect, test } from 'vitest';
import { openSampleCase } from './sample-case.ts';
test('dump', async () => {
  const db = await openSampleCase();
  for (const r of db.prepare(`SELECT rule, severity, connector.platform, connector.name, sentence, finding.scopes, length(evidence) AS ev FROM finding JOIN connector ON connector.id=connector WHERE outcome='finding' ORDER BY rule, platform, name`).all()) console.log(JSON.stringify(r));
  for (const r of db.prepare(`SELECT rule, outcome, count(*) n FROM finding GROUP BY 1,2`).all()) console.log(JSON.stringify(r));
  for (const r of db.prepare(`SELECT DISTINCT rule, name, missing FROM finding JOIN connector ON connector.id=connector WHERE outcome='undeterminable'`).all()) console.log(JSON.stringify(r));
  console.log(JSON.stringify(db.prepare(`SELECT evidence FROM finding WHERE rule='CS-24' AND outcome='finding'`).all()));
  expect(1).toBe(1);
});
