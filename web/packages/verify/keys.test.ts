import { describe, expect, it } from 'vitest';
import { toHex } from './cose.ts';
import { isNamedRight, thumbprint } from './keys.ts';

/** The example of RFC 9679, section 5 and 6. */
const example = {
  kid: '496bd8af',
  x: base64Url('65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d'),
  y: base64Url('1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c'),
};

function base64Url(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64url');
}

describe('the name of a key', () => {
  it("is the one of the standard's example", async () => {
    const digest = await thumbprint(example);
    expect(digest && toHex(digest)).toBe('496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec');
    expect(await isNamedRight(example)).toBe(true);
  });

  it('is wrong when it is not derived from the key', async () => {
    expect(await isNamedRight({ ...example, kid: '496bd8ae' })).toBe(false);
    expect(await isNamedRight({ ...example, kid: '496BD8AF' })).toBe(false);
  });

  it('does not exist for coordinates of the wrong size or alphabet', async () => {
    expect(await thumbprint({ ...example, x: 'AAAA' })).toBeNull();
    expect(await thumbprint({ ...example, x: `${example.x}=` })).toBeNull();
    expect(await thumbprint({ ...example, y: '' })).toBeNull();
  });
});
