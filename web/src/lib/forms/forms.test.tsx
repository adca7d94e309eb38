import { act, renderHook } from '@testing-library/preact';
import { describe, expect, it, vi } from 'vitest';
import { Problem } from '~/lib/net/problem.ts';
import { fieldId, useForm, valueAt } from './index.ts';

const required = (values: { '/name': string }) =>
  values['/name'] ? [] : [{ pointer: '/name', message: 'Écrivez le nom.' }];

describe('useForm', () => {
  it('sends nothing while a field is faulty', async () => {
    const send = vi.fn(async () => undefined);
    const { result } = renderHook(() => useForm({ initial: { '/name': '' }, validate: required, submit: send }));
    await act(() => result.current.submit());
    expect(send).not.toHaveBeenCalled();
    expect(result.current.faultAt('/name')).toBe('Écrivez le nom.');
    expect(result.current.round).toBe(1);
  });

  it('puts the faults of the service on their fields', async () => {
    const refused = new Problem({
      status: 422,
      code: 'invalid',
      title: 'Non',
      errors: [{ pointer: '/name', code: 'taken', detail: 'Ce nom est pris.' }],
    });
    const { result } = renderHook(() =>
      useForm({ initial: { '/name': 'x' }, validate: required, submit: () => Promise.reject(refused) }),
    );
    await act(() => result.current.submit());
    expect(result.current.faultAt('/name')).toBe('Ce nom est pris.');
    expect(result.current.problem).toBeUndefined();
    expect(result.current.values['/name']).toBe('x');
  });

  it('sends once for a double click', async () => {
    let finish = () => {};
    const send = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    const { result } = renderHook(() => useForm({ initial: { '/name': 'x' }, validate: required, submit: send }));
    await act(async () => {
      const first = result.current.submit();
      const second = result.current.submit();
      finish();
      await Promise.all([first, second]);
    });
    expect(send).toHaveBeenCalledTimes(1);
  });
});

describe('pointers', () => {
  it('name fields and find values', () => {
    expect(fieldId('/goods/0/hsCode')).toBe('f-goods-0-hsCode');
    expect(valueAt({ goods: [{ hsCode: '0804' }] }, '/goods/0/hsCode')).toBe('0804');
    expect(valueAt({ goods: null }, '/goods/0/hsCode')).toBeUndefined();
  });
});
