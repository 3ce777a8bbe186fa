/** Whether the long campaigns run whole, as `npm run test:long` asks for; else a short run of each. */
export const isLong = process.env.PATCHWISE_LONG === '1';

/** Methods that differ most in what a run holds: draws, clusters, a second network, two tasks, labels. */
export const SOME_METHODS = ['patch-rotnet', 'deep-cluster', 'byol', 'simclr-patch-rotnet', 'supervised'];
