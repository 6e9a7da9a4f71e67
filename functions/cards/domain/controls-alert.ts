/** A change of controls, as its holder is told of it. */
export interface ChangedControls {
  /** Of the card; undefined for the controls of all cards of a holder. */
  readonly lastFour: string | undefined;
  /** RFC 3339. */
  readonly at: string;
  readonly channels: Readonly<Record<string, boolean>>;
  readonly limits: readonly unknown[];
}

const names: Readonly<Record<string, string>> = {
  pos: 'In shops',
  ecom: 'Online',
  atm: 'Cash machines',
  contactless: 'Contactless',
  international: 'Abroad',
};

/** The mail of a change (rule 90). It names the card by its last four digits, and nobody. */
export const controlsMail = ({
  lastFour,
  at,
  channels,
  limits,
}: ChangedControls): { readonly subject: string; readonly text: string } => {
  const whose = lastFour === undefined ? 'all your cards' : `your card ending in ${lastFour}`;
  return {
    subject: `The controls of ${whose} were changed`,
    text: [
      `What ${whose} may be used for was changed at ${at}.`,
      '',
      ...Object.entries(channels).map(([channel, isOn]) => `${names[channel] ?? channel}: ${isOn ? 'on' : 'off'}`),
      `Limits: ${limits.length === 0 ? 'none' : limits.length}`,
      '',
      'If this was not you, lock your cards and call your card provider.',
      '',
    ].join('\n'),
  };
};
