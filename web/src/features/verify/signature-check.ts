/**
 * Checks, in the reader's browser, the digits that came after `#` in the address of a verification page.
 *
 * The service's page already holds the verdict for the number. It must look like this:
 *
 *     <main data-verify data-number="ML-…" data-lang="fr">
 *       … the service's verdict …
 *       <section id="signature-check" role="status" hidden></section>
 *       … <dd data-fact="exporter" data-value="the plain value">as shown</dd> …
 *     </main>
 *
 * `data-fact` is one of the names in {@link signedFacts}; a fact that the page does not carry is not compared. The digits never
 * leave the browser.
 */

import { checkDigits, type SignedFacts } from '../../../packages/verify/index.ts';
import { ageInWords, findKeys, type KnownKeys } from './key-store.ts';
import { type Finding, type Words, wordsFor } from './words.ts';

/** Runs the check now, and again whenever another code is scanned into the same page. */
export function startSignatureCheck(main: HTMLElement | null): void {
  const section = main?.querySelector<HTMLElement>('#signature-check');
  if (!main || !section) return;
  const run = () => checkSignature(main, section);
  addEventListener('hashchange', run);
  run();
}

export async function checkSignature(main: HTMLElement, section: HTMLElement): Promise<void> {
  const { lang = 'fr', number } = main.dataset;
  const words = wordsFor(lang);
  const { hash } = location;
  // The page in the other language must be asked about the same code.
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[hreflang]')) link.hash = hash;
  const { verdict, facts, known } = await judge(hash.slice(1), number);
  // Another code came in while this one was being checked: its own run will answer.
  if (hash !== location.hash) return;
  const agrees = facts ? markFacts(main, facts, words) : true;
  const finding = agrees ? verdict : 'different';
  // The style sheet sets the service's verdict aside when the paper's own code contradicts it.
  main.dataset.signature = finding;
  section.replaceChildren(...sayFinding(finding, words), ...sayMore(facts, known, words, lang));
  section.hidden = false;
}

interface Judgement {
  verdict: Finding;
  facts?: SignedFacts;
  known?: KnownKeys;
}

async function judge(digits: string, number?: string): Promise<Judgement> {
  if (!digits) return { verdict: 'absent' };
  const now = Date.now();
  const known = await findKeys(now);
  // Browsers withhold `crypto.subtle` from pages that did not come over a secure connection.
  if (!known || !crypto.subtle) return { verdict: 'impossible' };
  return { ...(await checkDigits({ digits, number }, known.keys, now)), known };
}

/** Signed facts by the name the page gives them: the value, and whether the code carries only the beginning of it. */
function signedFacts(facts: SignedFacts): [string, string | number, boolean?][] {
  return [
    ['number', facts.number],
    ['scheme', facts.scheme],
    ['exporter', facts.exporter, true],
    ['consignee', facts.consignee, true],
    ['destination', facts.destination],
    ['hsCode', facts.goods.hs6, true],
    ['lineCount', facts.lineCount],
    ['totalGrossWeightG', facts.totalGrossWeightG],
  ];
}

/** Writes beside each fact of the page whether the code says the same; false when one of them differs. */
function markFacts(main: HTMLElement, facts: SignedFacts, words: Words): boolean {
  for (const old of main.querySelectorAll('.signed')) old.remove();
  let agrees = true;
  for (const [name, signed, cut] of signedFacts(facts)) {
    const place = main.querySelector<HTMLElement>(`[data-fact="${name}"]`);
    const printed = place?.dataset.value;
    // A name may have been cut down to nothing to make room in the symbol: then the code says nothing of it.
    if (printed === undefined || signed === '') continue;
    const same = cut ? printed.startsWith(`${signed}`) : printed === `${signed}`;
    const mark = same ? `✓ ${words.same}` : `✕ ${words.other} ${signed}`;
    place?.append(' ', element('small', same ? 'signed' : 'signed other', mark));
    agrees &&= same;
  }
  return agrees;
}

/** The icon's drawing is in the style sheet, which knows the finding too. */
function sayFinding(finding: Finding, words: Words): HTMLElement[] {
  const [word, sentence] = words.findings[finding];
  const icon = element('span', 'icon');
  icon.setAttribute('aria-hidden', 'true');
  return [element('h2', '', words.title), element('p', 'finding', icon, word), element('p', '', sentence)];
}

/** The invoice the certificate was made for, and how old the keys are. */
function sayMore(
  facts: SignedFacts | undefined,
  known: KnownKeys | undefined,
  words: Words,
  language: string,
): HTMLElement[] {
  const said: HTMLElement[] = [];
  if (facts?.invoiceNumber) said.push(element('p', '', `${words.invoice} ${facts.invoiceNumber}`));
  if (known) {
    const age = known.fresh ? words.keysNow : `${words.keysKept} ${ageInWords(Date.now() - known.readAt, language)}.`;
    said.push(element('p', 'note', age));
  }
  return said;
}

function element(name: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}
