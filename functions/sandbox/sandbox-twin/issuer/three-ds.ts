import * as z from 'zod';

/** Letters, digits and a few signs that every 3-D Secure page accepts (AL-29). */
export const threeDsPassword = z.string().regex(/^[A-Za-z0-9+\-*/()<>?!=.,:;@#_]{1,30}$/);

/** E.164; one-time passwords go there (AL-28). */
export const threeDsPhone = z.string().regex(/^\+[1-9]\d{6,14}$/);
