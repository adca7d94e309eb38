import type { Operator, OperatorCode, WalletCode } from '@api/types';
import type { NewAttempt } from '~/lib/api/index.ts';
import type { t as translate } from './texts.ts';

type Key = Parameters<typeof translate>[0];

/** What somebody has chosen and typed so far. `way` is a wallet, or the operator's own page. */
export interface Choice {
  operator: OperatorCode | '';
  way: WalletCode | 'page' | '';
  phone: string;
}

const isWallet = (way: Choice['way']): way is WalletCode => way !== '' && way !== 'page';

/** Whether the request will appear on a telephone, whose number is then needed. */
export function wantsPhone(operator: Operator, choice: Choice): boolean {
  if (operator.phone === 'required') return true;
  return operator.phone === 'optional' && isWallet(choice.way);
}

/** What is missing, told before anything is sent. Whether a number is one is for the service to say. */
export function faultsOf(operator: Operator | undefined, choice: Choice): { pointer: string; key: Key }[] {
  if (!operator) return [{ pointer: '/operator', key: 'operator.missing' }];
  const faults: { pointer: string; key: Key }[] = [];
  if (operator.wallets.length > 0 && choice.way === '') faults.push({ pointer: '/wallet', key: 'wallet.missing' });
  if (wantsPhone(operator, choice) && choice.phone.trim() === '') {
    faults.push({ pointer: '/phone', key: 'phone.missing' });
  }
  return faults;
}

/** The request, with the number and the wallet only where the operator uses them. */
export function requestOf(operator: Operator, choice: Choice): NewAttempt {
  return {
    operator: operator.code,
    ...(wantsPhone(operator, choice) && { phone: choice.phone.trim() }),
    ...(operator.wallets.length > 0 && isWallet(choice.way) && { wallet: choice.way }),
  };
}
