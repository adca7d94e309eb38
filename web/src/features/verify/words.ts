/** Everything the signature check says, in both languages. Kept apart from the application's catalogues to stay within 4 kB. */

import type { OfflineVerdict } from '../../../packages/verify/index.ts';

/**
 * What the section says: the verdict of the digits, or why there is none. `different` is a right signature over facts other
 * than those the page prints; `absent` means that no digits came with the address; `impossible` that no key could be had.
 */
export type Finding = OfflineVerdict | 'different' | 'absent' | 'impossible';

export interface Words {
  title: string;
  /** A word and a sentence. */
  findings: Record<Finding, [string, string]>;
  /** Marks beside the facts the page prints. */
  same: string;
  other: string;
  /** A signed fact that the number alone does not make public. */
  invoice: string;
  keysNow: string;
  keysKept: string;
}

const fr: Words = {
  title: 'Signature du code QR',
  findings: {
    authentic: ['Signature authentique', 'L’agence a signé ce code et rien n’y a été changé.'],
    expired: ['Signature authentique, expirée', 'L’agence a signé ce code, mais sa validité est passée.'],
    tampered: [
      'Code falsifié',
      'L’agence n’a pas signé ce code pour ce numéro. Ne vous fiez pas au papier ; prévenez l’agence.',
    ],
    different: [
      'Faits différents',
      'Le code signé dit autre chose que cette page. Ne vous fiez pas au papier ; prévenez l’agence.',
    ],
    unknown_key: ['Clé inconnue', 'L’agence ne publie pas la clé de ce code. Rechargez la page.'],
    unreadable: ['Code illisible', 'Le code n’est pas complet. Scannez-le de nouveau.'],
    unsupported_version: ['Version inconnue', 'Cette page ne sait pas lire ce code. Rechargez la page.'],
    absent: ['Signature non présentée', 'Seul le numéro a été vérifié. Scannez le code QR du papier.'],
    impossible: ['Contrôle impossible', 'Les clés de l’agence manquent. Réessayez avec une connexion.'],
  },
  same: 'signé',
  other: 'le code signé dit :',
  invoice: 'Facture signée :',
  keysNow: 'Clés de l’agence lues à l’instant.',
  keysKept: 'Hors connexion, clés de l’agence lues',
};

const en: Words = {
  title: 'Signature of the QR code',
  findings: {
    authentic: ['Signature authentic', 'The agency signed this code and nothing in it was changed.'],
    expired: ['Signature authentic, expired', 'The agency signed this code, but its validity is over.'],
    tampered: [
      'Forged code',
      'The agency did not sign this code for this number. Do not rely on the paper; tell the agency.',
    ],
    different: [
      'Different facts',
      'The signed code says something else than this page. Do not rely on the paper; tell the agency.',
    ],
    unknown_key: ['Unknown key', 'The agency does not publish the key of this code. Reload the page.'],
    unreadable: ['Unreadable code', 'The code is not whole. Scan it again.'],
    unsupported_version: ['Unknown version', 'This page cannot read this code. Reload the page.'],
    absent: ['No signature presented', 'Only the number was checked. Scan the QR code on the paper.'],
    impossible: ['Cannot be checked', 'The agency’s keys are missing. Try again with a connection.'],
  },
  same: 'signed',
  other: 'the signed code says:',
  invoice: 'Signed invoice:',
  keysNow: 'Agency keys read just now.',
  keysKept: 'Offline, agency keys read',
};

export function wordsFor(language: string): Words {
  return language === 'en' ? en : fr;
}
