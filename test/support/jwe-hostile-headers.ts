import { currentKid, good, make, refuse, type Draft, type Workshop } from './jwe-workshop.ts';
import type { Dice } from './seeded.ts';

export const algorithms = (shop: Workshop): Draft => {
  const { dice } = shop;
  const algs = [
    ...['RSA1_5', 'RSA-OAEP-384', 'RSA-OAEP-512', 'dir', 'A128KW', 'A192KW', 'A256KW', 'A128GCMKW', 'A256GCMKW'],
    ...['none', 'HS256', 'RS256', 'ECDH-ES', 'rsa-oaep-256', 'RSA-OAEP-256 ', '', 'RSA-OAEP-256\u0000'],
  ];
  const encs = ['A128GCM', 'A192GCM', 'A128CBC-HS256', 'A256CBC-HS512', 'a256gcm', 'A256GCM ', '', 'none'];
  const hostile: readonly (readonly ['alg' | 'enc', string])[] = [
    ...algs.map((alg) => ['alg', alg] as const),
    ...encs.map((enc) => ['enc', enc] as const),
  ];
  const [member, value] = dice.pick(hostile);
  const other = dice.pick<unknown>([null, 1, true, ['RSA-OAEP-256'], { value: 'RSA-OAEP-256' }]);
  const wrong = dice.chance(0.15) ? other : value;
  return refuse(`${member} ${JSON.stringify(wrong)}`, make(shop, { header: { ...good, [member]: wrong } }));
};

const kidText = (dice: Dice): string =>
  dice.pick([
    () => 'k'.repeat(dice.between(65, 10_240)),
    () => '../'.repeat(dice.between(1, 9)) + 'key',
    () => `kid ${dice.text(4)}`,
    () => `${dice.text(3)}';--`,
    () => `\${${dice.text(5)}}`,
    () => `${dice.text(3)}\n${dice.text(3)}`,
    () => `arn:aws:kms:ap-south-1:000000000000:key/${dice.text(8)}`,
    () => `${currentKid}\u0000`,
    () => `${currentKid}\u00a0`,
    () => '',
  ])();

const extraMembers = (dice: Dice): Record<string, unknown> =>
  dice.pick([
    () => ({ crit: [dice.text(3)], [dice.text(3)]: 1 }),
    () => ({ crit: [] }),
    () => ({ jwk: { kty: 'oct', k: dice.text(43) } }),
    () => ({ jku: `https://${dice.text(8)}.example/jwks` }),
    () => ({ x5u: `https://${dice.text(8)}.example/cert` }),
    () => ({ x5c: [dice.text(40)] }),
    () => ({ x5t: dice.text(27) }),
    () => ({ 'x5t#S256': dice.text(43) }),
    () => ({ b64: dice.chance(0.5) }),
    () => ({ [dice.text(dice.between(1, 12))]: dice.text(4) }),
    () => ({ typ: dice.pick(['JWT', 'at+jwt', 1, null, '']) }),
    () => ({ cty: dice.pick(['JWT', 'JWE', 'text/html', 1, null]) }),
    () => ({ kid: dice.pick([1, null, true, [currentKid], { kid: currentKid }]) }),
    () => ({ kid: kidText(dice) }),
    () => ({ iat: dice.between(1, 2_000_000_000), aud: dice.text(5) }),
  ])();

const duplicate = (dice: Dice): string => {
  const name = dice.pick(['alg', 'enc']);
  const first = dice.pick(['dir', 'RSA1_5', good[name as 'alg' | 'enc']]);
  const spelled = dice.chance(0.5) ? name : `\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
  return `{"${spelled}":"${first}","alg":"RSA-OAEP-256","enc":"A256GCM"}`;
};

export const headers = (shop: Workshop): Draft => {
  const { dice } = shop;
  const text = JSON.stringify(good);
  return dice.pick([
    () => {
      const members = { ...good, ...extraMembers(dice) };
      return refuse(JSON.stringify(members).slice(0, 120), make(shop, { header: members }));
    },
    () => {
      const twice = duplicate(dice);
      return refuse(twice, make(shop, { header: Buffer.from(twice) }));
    },
    () => {
      const bytes = Buffer.from(text.replace('A256GCM"', 'A256GCM","kid":"x'));
      return refuse(
        'not UTF-8',
        make(shop, { header: Buffer.concat([bytes, Buffer.from([dice.between(0x80, 0xff)]), Buffer.from('"}')]) }),
      );
    },
    () => refuse('proto', make(shop, { header: Buffer.from(text.replace('{', '{"__proto__":{},')) })),
    () => refuse('cut', make(shop, { header: Buffer.from(text.slice(0, dice.between(1, text.length - 1))) })),
    () =>
      refuse(
        'not an object',
        make(shop, {
          header: Buffer.from(dice.pick(['[]', '"x"', 'null', '1', '', '[{}]', `${text}${text}`, `\uFEFF${text}`])),
        }),
      ),
  ])();
};

export const bombs = (shop: Workshop): Draft => {
  const { dice } = shop;
  const members = dice.pick([
    () => ({ ...good, zip: dice.pick(['DEF', 'def', 'GZ', '']) }),
    () => ({ alg: 'PBES2-HS256+A128KW', enc: 'A256GCM', p2c: dice.between(1000, 2_000_000_000), p2s: dice.text(16) }),
    () => ({ ...good, p2c: dice.between(1000, 2_000_000_000), p2s: dice.text(16) }),
    () => ({ ...good, padding: 'x'.repeat(dice.between(1000, 100_000)) }),
  ])();
  return refuse(Object.keys(members).join(), make(shop, { header: members }));
};

export const curves = (shop: Workshop): Draft => {
  const { dice } = shop;
  const point = (crv: string, x: string, y?: string): object => ({ kty: y === undefined ? 'OKP' : 'EC', crv, x, y });
  const epk = dice.pick([
    () => point('P-256', dice.text(43), dice.text(43)),
    () => point('P-256', 'A'.repeat(43), 'A'.repeat(43)),
    () => point('P-521', dice.text(88), dice.text(88)),
    () => point('X25519', 'A'.repeat(43)),
    () => point('X25519', `AQ${'A'.repeat(41)}`),
    () => point('X448', 'A'.repeat(75)),
  ])();
  const alg = dice.pick(['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A256KW', 'RSA-OAEP-256']);
  return refuse(`${alg} ${JSON.stringify(epk).slice(0, 60)}`, make(shop, { header: { ...good, alg, epk } }));
};
