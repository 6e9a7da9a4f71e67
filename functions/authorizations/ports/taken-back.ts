/** The approval was taken back before a repeat could tell it. Never leaves the platform. */
export class TakenBack extends Error {
  override name = 'TakenBack';
  constructor() {
    super('the approval was taken back');
  }
}
