// Preloaded into children: when the parent dies, however it dies, its IPC channel closes and the child ends too.
// Grandchildren inherit the preload but not the parent: their channel belongs to whoever started them.
if (process.channel && process.env.SITROOM_PARENT === String(process.ppid)) {
  process.on("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), 3000).unref();
  });
  process.channel.unref();
}
