// Chance for the shop: how long work takes and which request meets a hiccup.

/** A standard normal number (Box and Muller, 1958). */
const normal = () =>
  Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());

/** A log-normal duration in ms with this median; spread is the standard deviation of its logarithm. */
const duration = (medianMs, spread = 0.35) => medianMs * Math.exp(spread * normal());

/** Waits as long as work with this median takes. */
exports.work = (medianMs, spread) =>
  new Promise((resolve) => setTimeout(resolve, duration(medianMs, spread)));
