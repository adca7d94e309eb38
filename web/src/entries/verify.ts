/** Adds the check of the printed signature to the verification page that the service renders. */

import { startSignatureCheck } from '../features/verify/signature-check.ts';

startSignatureCheck(document.querySelector<HTMLElement>('main[data-verify]'));
