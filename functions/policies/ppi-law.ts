import type { Policy, PolicySource } from './policy.ts';

const masterDirections = '2021-08-27';
const inrMinor = { unit: 'minor_units', currency: 'INR' } as const;

const falcon: PolicySource = {
  title: 'Falcon, KYC overview',
  url: 'https://docs.falconfs.com/v2.0/docs/overview-about-kyc',
};
const rbiFaq: PolicySource = {
  title: 'RBI FAQ on prepaid payment instruments',
  url: 'https://website.rbi.org.in/en/web/rbi/faq-page-2?delta=20&start=90',
};
const rbiCashFaq: PolicySource = {
  title: 'RBI FAQ on prepaid payment instruments, loading',
  url: 'https://website.rbi.org.in/web/rbi/faq-page-2?delta=10&disclaimer=true&start=93',
};
const rbiCrossBorderFaq: PolicySource = {
  title: 'RBI FAQ on prepaid payment instruments, use abroad',
  url: 'https://website.rbi.org.in/web/rbi/faq-page-2?ddm__keyword__26256231__FaqDetailPage2Title_en_US=Prepaid+Payment+Instruments+%28PPIs%29&delta=10&start=4',
};
const interoperability: PolicySource = {
  title: 'RBI/2021-22/40, interoperability and limits of full-KYC PPIs',
  url: 'https://website.rbi.org.in/as/web/rbi/-/notifications/prepaid-payment-instruments-ppis-i-mandating-interoperability-ii-increasing-the-limit-to-%E2%82%B92-lakh-for-full-kyc-ppis-and-iii-permitting-cash-withdrawal-from-full-kyc-ppis-of-non-bank-ppi-issuers-12094',
};
const techcircle: PolicySource = {
  title: 'Techcircle on RBI/2021-22/40',
  url: 'https://techcircle.in/2021/05/20/rbi-asks-ppi-issuers-to-provide-interoperability-for-full-kyc-account-holders-by-2022',
};
const issuerTerms: PolicySource = { title: "EnKash, issuer's published PPI terms" };
const brainscape: PolicySource = {
  title: 'Brainscape, Master Directions on PPIs',
  url: 'https://brainscape.com/flashcards/master-directions-on-prepaid-payment-ins-16514425/packs/22213005',
};
const conversionNote: PolicySource = {
  title: 'Examination note on the conversion period of 2019',
  url: 'https://education-academia.github.io/current-affairs/2017/the-reserve-bank-of-india-rbi-has-extended-the-period-of-enhanced-prepaid-payment-instruments-ppi-limit-of-uline1cm.html',
};
const livquik: PolicySource = { title: 'LivQuik FAQ', url: 'https://livquik.com/faq/' };
const bankingSchool: PolicySource = {
  title: 'Banking School, accounts under e-KYC',
  url: 'https://bankingschool.co.in/deposits/opening-bank-accounts-under-e-kyc-process',
};

const row = (
  fixed: Pick<Policy, 'rule' | 'key' | 'sources'> & { readonly instrument: Policy['scope']['instrument'] } & Partial<
      Pick<Policy, 'effectiveFrom' | 'status' | 'confidence'>
    >,
) => {
  const { instrument, effectiveFrom = masterDirections, status = 'in_force', confidence = 'high', ...rest } = fixed;
  return { ...rest, effectiveFrom, status, confidence, scope: { jurisdiction: 'IN', instrument } as const };
};

/** Prepaid instruments in India: the Master Directions of 27 August 2021 and what stands beside them (rules 58–74, 87). */
export const ppiLaw: readonly Policy[] = [
  {
    ...row({ rule: 58, key: 'law.ppi.small.balanceMaxMinor', instrument: 'small', sources: [falcon, rbiFaq] }),
    ...inrMinor,
    value: 10_000_00n,
  },
  {
    ...row({ rule: 59, key: 'law.ppi.small.loadMonthMaxMinor', instrument: 'small', sources: [falcon] }),
    ...inrMinor,
    value: 10_000_00n,
  },
  {
    ...row({ rule: 60, key: 'law.ppi.small.loadFyMaxMinor', instrument: 'small', sources: [falcon] }),
    ...inrMinor,
    value: 1_20_000_00n,
  },
  {
    ...row({ rule: 61, key: 'law.ppi.smallCash.debitMonthMaxMinor', instrument: 'small_cash', sources: [brainscape] }),
    ...inrMinor,
    value: 10_000_00n,
  },
  {
    ...row({
      rule: 62,
      key: 'law.ppi.smallCash.convertWithinMonths',
      instrument: 'small_cash',
      effectiveFrom: '2019-08-30',
      sources: [conversionNote, rbiFaq],
    }),
    unit: 'months',
    value: 24,
  },
  {
    ...row({ rule: 63, key: 'law.ppi.small.transferAllowed', instrument: 'small', sources: [rbiFaq, livquik] }),
    unit: 'flag',
    value: false,
  },
  {
    ...row({ rule: 63, key: 'law.ppi.small.cashOutAllowed', instrument: 'small', sources: [rbiFaq, livquik] }),
    unit: 'flag',
    value: false,
  },
  {
    ...row({
      rule: 64,
      key: 'law.ppi.full.balanceMaxMinor',
      instrument: 'full',
      effectiveFrom: '2021-05-19',
      sources: [interoperability],
    }),
    ...inrMinor,
    value: 2_00_000_00n,
  },
  {
    ...row({
      rule: 65,
      key: 'law.ppi.full.transferRegisteredMonthMaxMinor',
      instrument: 'full',
      confidence: 'medium',
      sources: [issuerTerms],
    }),
    ...inrMinor,
    value: 2_00_000_00n,
  },
  {
    ...row({
      rule: 66,
      key: 'law.ppi.full.transferOtherMonthMaxMinor',
      instrument: 'full',
      confidence: 'medium',
      sources: [issuerTerms],
    }),
    ...inrMinor,
    value: 10_000_00n,
  },
  {
    ...row({
      rule: 67,
      key: 'law.ppi.full.cashOutTxnMaxMinor',
      instrument: 'full',
      effectiveFrom: '2021-05-19',
      sources: [techcircle],
    }),
    ...inrMinor,
    value: 2_000_00n,
  },
  {
    ...row({
      rule: 67,
      key: 'law.ppi.full.cashOutMonthMaxMinor',
      instrument: 'full',
      effectiveFrom: '2021-05-19',
      sources: [techcircle],
    }),
    ...inrMinor,
    value: 10_000_00n,
  },
  {
    ...row({ rule: 68, key: 'law.ppi.cashLoadMonthMaxMinor', instrument: 'full', sources: [rbiCashFaq] }),
    ...inrMinor,
    value: 50_000_00n,
  },
  {
    ...row({ rule: 70, key: 'law.ppi.aggregation', instrument: 'any', sources: [rbiFaq] }),
    unit: 'name',
    value: 'ISSUER_CUSTOMER',
  },
  {
    ...row({ rule: 71, key: 'law.ppi.smallTypesExclusivePerMobile', instrument: 'any', sources: [rbiFaq] }),
    unit: 'flag',
    value: true,
  },
  {
    ...row({
      rule: 74,
      key: 'law.kyc.aadhaarOtp.balanceMaxMinor',
      instrument: 'aadhaar_otp',
      effectiveFrom: '2016-12-08',
      status: 'dormant',
      confidence: 'medium',
      sources: [bankingSchool],
    }),
    ...inrMinor,
    value: 1_00_000_00n,
  },
  {
    ...row({
      rule: 74,
      key: 'law.kyc.aadhaarOtp.creditFyMaxMinor',
      instrument: 'aadhaar_otp',
      effectiveFrom: '2016-12-08',
      status: 'dormant',
      confidence: 'medium',
      sources: [bankingSchool],
    }),
    ...inrMinor,
    value: 2_00_000_00n,
  },
  {
    ...row({
      rule: 74,
      key: 'law.kyc.aadhaarOtp.termMonths',
      instrument: 'aadhaar_otp',
      effectiveFrom: '2016-12-08',
      status: 'dormant',
      confidence: 'medium',
      sources: [bankingSchool],
    }),
    unit: 'months',
    value: 12,
  },
  {
    ...row({
      rule: 87,
      key: 'law.ppi.full.crossBorder.txnMaxMinor',
      instrument: 'full',
      sources: [rbiCrossBorderFaq],
    }),
    ...inrMinor,
    value: 10_000_00n,
  },
  {
    ...row({
      rule: 87,
      key: 'law.ppi.full.crossBorder.monthMaxMinor',
      instrument: 'full',
      sources: [rbiCrossBorderFaq],
    }),
    ...inrMinor,
    value: 50_000_00n,
  },
  {
    ...row({
      rule: 87,
      key: 'law.ppi.small.crossBorderAllowed',
      instrument: 'small',
      sources: [rbiCrossBorderFaq],
    }),
    unit: 'flag',
    value: false,
  },
];
