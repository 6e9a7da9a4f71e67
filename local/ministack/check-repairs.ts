/**
 * Prints which behaviours the pinned MiniStack has with no repair applied, and which repairs could
 * go. Run it after raising the version in requirements.txt: `npm exec -- node local/ministack/check-repairs.ts`.
 * A word as argument runs only the probes whose behaviour contains it; `--repaired` applies the repairs.
 */
import { startMinistack } from './launcher.ts';
import { probes } from './probes.ts';
import { openSite } from './probes/site.ts';

const [word = ''] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const repaired = process.argv.includes('--repaired');
const running = await startMinistack(repaired ? {} : { repairs: [] });
try {
  const site = openSite(running.endpoint);
  for (const { behaviour, needs, run } of probes.filter((probe) => probe.behaviour.includes(word))) {
    const started = performance.now();
    const failure = await run(site).then(
      () => undefined,
      (error: unknown) => error,
    );
    const took = `${Math.round(performance.now() - started)} ms`;
    const verdict = failure === undefined ? 'has it ' : 'lacks it';
    const advice = !repaired && failure === undefined && needs !== undefined ? ` — drop repairs/${needs}.py` : '';
    console.log(`${verdict}  ${behaviour} (${took})${advice}`);
    if (failure !== undefined && (repaired || needs === undefined)) console.log(failure);
  }
} finally {
  await running.stop();
}
