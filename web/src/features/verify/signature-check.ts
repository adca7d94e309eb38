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

import { CONSIGNEE_CHARACTERS, checkDigits, EXPORTER_CHARACTERS, type SignedFacts } from '../../../packages/verify'
import { ageInWords, findKeys, type KnownKeys } from './key-store'
import { type Finding, type Words, wordsFor } from './words'

/** The page may print a national code; the code under the seal carries the international part. */
const HS6_CHARACTERS = 6

/** Runs the check now, and again whenever another code is scanned into the same page. */
export function startSignatureCheck(main: HTMLElement | null): void {
  const section = main?.querySelector<HTMLElement>('#signature-check')
  if (!main || !section) return
  const run = () => checkSignature(main, section)
  addEventListener('hashchange', run)
  run()
}

export async function checkSignature(main: HTMLElement, section: HTMLElement): Promise<void> {
  const { lang = 'fr', number } = main.dataset
  const words = wordsFor(lang)
  const { hash } = location
  const { verdict, facts, known } = await judge(hash.slice(1), number)
  // Another code came in while this one was being checked: its own run will answer.
  if (hash !== location.hash) return
  const agrees = facts ? markFacts(main, facts, words) : true
  const finding = agrees ? verdict : 'different'
  // The style sheet sets the service's verdict aside when the paper's own code contradicts it.
  main.dataset.signature = finding
  section.replaceChildren(...sayFinding(finding, words), ...sayMore(facts, known, words, lang))
  section.hidden = false
}

interface Judgement {
  verdict: Finding
  facts?: SignedFacts
  known?: KnownKeys
}

async function judge(digits: string, number?: string): Promise<Judgement> {
  if (!digits) return { verdict: 'absent' }
  const now = Date.now()
  const known = await findKeys(now)
  // Browsers withhold `crypto.subtle` from pages that did not come over a secure connection.
  if (!known || !crypto.subtle) return { verdict: 'impossible' }
  return { ...(await checkDigits({ digits, number }, known.keys, now)), known }
}

/** Signed facts by the name the page gives them: the value, and how many of its first characters the code carries. */
function signedFacts(facts: SignedFacts): [string, string | number, number?][] {
  return [
    ['number', facts.number],
    ['scheme', facts.scheme],
    ['exporter', facts.exporter, EXPORTER_CHARACTERS],
    ['consignee', facts.consignee, CONSIGNEE_CHARACTERS],
    ['destination', facts.destination],
    ['hsCode', facts.goods.hs6, HS6_CHARACTERS],
    ['lineCount', facts.lineCount],
    ['totalGrossWeightG', facts.totalGrossWeightG],
  ]
}

/** Writes beside each fact of the page whether the code says the same; false when one of them differs. */
function markFacts(main: HTMLElement, facts: SignedFacts, words: Words): boolean {
  for (const old of main.querySelectorAll('.signed')) old.remove()
  let agrees = true
  for (const [name, signed, carried] of signedFacts(facts)) {
    const place = main.querySelector<HTMLElement>(`[data-fact="${name}"]`)
    const printed = place?.dataset.value
    if (printed === undefined) continue
    const same = [...printed].slice(0, carried).join('') === `${signed}`
    place?.append(' ', element('small', same ? 'signed' : 'signed other', same ? `✓ ${words.same}` : `✕ ${words.other} ${signed}`))
    agrees &&= same
  }
  return agrees
}

const ICONS: Partial<Record<Finding, string>> = { authentic: '✓', expired: '!', tampered: '✕', different: '✕', absent: 'i' }

function sayFinding(finding: Finding, words: Words): HTMLElement[] {
  const [word, sentence] = words.findings[finding]
  const icon = element('span', 'icon', ICONS[finding] ?? '?')
  icon.setAttribute('aria-hidden', 'true')
  return [element('h2', '', words.title), element('p', 'finding', icon, word), element('p', '', sentence)]
}

/** The invoice the certificate was made for, and how old the keys are. */
function sayMore(facts: SignedFacts | undefined, known: KnownKeys | undefined, words: Words, language: string): HTMLElement[] {
  const said: HTMLElement[] = []
  if (facts?.invoiceNumber) said.push(element('p', '', `${words.invoice} ${facts.invoiceNumber}`))
  if (known) {
    const age = known.fresh ? words.keysNow : `${words.keysKept} ${ageInWords(Date.now() - known.readAt, language)}.`
    said.push(element('p', 'note', age))
  }
  return said
}

function element(name: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(name)
  made.className = className
  made.append(...children)
  return made
}
