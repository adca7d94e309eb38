import { describe, expect, it } from 'vitest';
import { returnAddress } from './return-address.ts';

describe('the address after signing in', () => {
  it.each([
    ['suite=%2Fapp%2Fdemandes%2F1', '/app/demandes/1'],
    ['suite=%2Fapp', '/app'],
    ['suite=https%3A%2F%2Fexample.org', '/home'],
    ['suite=%2F%2Fexample.org%2Fapp', '/home'],
    ['suite=%2Fapp%2Fconnexion', '/home'],
    ['suite=%2Fapplication', '/home'],
    ['', '/home'],
  ])('of %j is %j', (query, address) => {
    expect(returnAddress(query, '/home')).toBe(address);
  });
});
