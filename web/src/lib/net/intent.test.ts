import { expect, it } from 'vitest';
import { underOneKey } from './intent.ts';
import { Problem } from './problem.ts';

const refused = (status: number) => new Problem({ status, code: 'any', title: 'any' });

it('keeps the key of a request until there is a definite answer', async () => {
  const send = underOneKey();
  const keys: string[] = [];
  const ask = (answer?: Problem) =>
    send(async (key) => {
      keys.push(key);
      if (answer) throw answer;
    }).catch((thrown) => thrown);

  expect(await ask(refused(0))).toBeInstanceOf(Problem);
  await ask(refused(504));
  await ask(refused(422));
  await ask();
  await ask();

  const [lost, lostAgain, told, corrected, next] = keys;
  expect([lostAgain, told]).toEqual([lost, lost]);
  expect(new Set([lost, corrected, next]).size).toBe(3);
});
