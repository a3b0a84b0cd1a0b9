// The process that is killed: the engine of the product on a case of its own. It says on standard output what it has
// acknowledged, as the answer of the engine would reach a screen.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PDF } from '@libpdf/core';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { openCase } from '../../electron/engine/handlers/workspace.ts';
import { createFileRegistry, type FileRegistry } from '../../electron/engine/lib/files.ts';
import { silentLog } from '../../electron/common/log.ts';
import type { PrintReport } from '../../electron/engine/lib/print.ts';
import { FULL_REPORT } from '../../shared/contract/report.ts';
import { type Act, type Line, orderSchema } from './act.ts';
import { countSteps } from './steps.ts';

/** As it was before the calls were counted. */
const write = writeSync;

/** A page for every section: the layout itself is Electron's work. */
const print: PrintReport = async (document) => {
  const pdf = PDF.create();
  for (const { number, title } of document.sections)
    pdf.addPage({ size: 'a4' }).drawText(`${number} ${title.replaceAll(/[^ -~]/g, ' ')}`, { x: 50, y: 700, size: 20 });
  return { pdf: await pdf.save(), pages: document.sections.length };
};

const order = orderSchema.parse(JSON.parse(process.argv[2] ?? ''));
const files = createFileRegistry();
const engine = createEngine({
  dataFolder: join(order.folder, 'data'),
  resourcesFolder: order.resources,
  files,
  log: silentLog(),
  now: Date.now,
  print,
  emit: () => {},
});
await openCase(engine.context, join(order.folder, 'case.countersign'));
say({ said: 'ready' });
const steps = countSteps(order.dieAt);
for (const [index, act] of order.acts.entries()) {
  await perform(engine, files, act);
  say({ said: 'acknowledged', index });
}
await engine.close();
say({ said: 'done', steps: steps.count() });

function say(line: Line): void {
  write(1, `${JSON.stringify(line)}\n`);
}

async function perform({ handlers: call }: Engine, registry: FileRegistry, act: Act): Promise<void> {
  switch (act.act) {
    case 'import': {
      // As the screen does it: looked at first, and then what came out of it is imported.
      const plans = await call['imports.inspect']({ tokens: [registry.register(act.path)] }, {});
      const orders = plans.map(({ token }) => ({ ...act.order, token }));
      const { jobId } = await call['imports.run']({ orders }, {});
      for (;;) {
        const result = await call['jobs.result']({ jobId }, {});
        if (result === null) {
          await delay(2);
          continue;
        }
        if (result.outcome !== 'done' || result.failures.length > 0) throw new Error(JSON.stringify(result));
        return;
      }
    }
    case 'decide':
      await call['review.decide'](act.params, {});
      return;
    case 'undo':
      await call['review.undo']({ itemId: act.itemId }, {});
      return;
    case 'batch':
      for (const itemId of act.params.opened) await call['review.item']({ itemId }, {});
      await call['review.batch'](act.params, {});
      return;
    case 'sign':
      await call['report.sign'](
        {
          keyToken: registry.register(act.key),
          passphrase: act.passphrase,
          meaning: 'reviewed',
          saveToken: registry.register(act.target),
          options: FULL_REPORT,
          originals: act.originals,
          redacted: act.redacted,
        },
        {},
      );
      return;
    case 'backup':
      await call['case.backup']({ saveToken: registry.register(act.target) }, {});
      return;
    case 'restore':
      await call['case.restore'](
        { token: registry.register(act.archive), saveToken: registry.register(act.target), replace: false },
        {},
      );
      return;
    case 'move':
      await call['case.move']({ saveToken: registry.register(act.target) }, {});
      return;
    case 'duplicate': {
      const status = await call['workspace.status']({}, {});
      if (status === null) throw new Error('no case is open');
      await call['case.duplicate']({ saveToken: registry.register(act.target), details: status.details }, {});
      return;
    }
    case 'delete':
      await call['case.delete'](
        { name: act.name, reason: 'No longer needed.', saveToken: registry.register(act.record), key: null },
        {},
      );
      return;
  }
}
