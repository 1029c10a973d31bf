// Preloaded into children: when the parent dies, however it dies, its IPC channel closes and the child ends too.
if (process.channel) {
  process.on("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), 3000).unref();
  });
  process.channel.unref();
}
