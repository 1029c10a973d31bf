/** How each status is shown: the lamp's tone and the words. */
export const statusLook = {
  candidate: ["off", "Candidate"],
  open: ["strong", "Open, not acked"],
  acknowledged: ["weak", "Acknowledged"],
  resolved: ["good", "Resolved"],
} as const;
