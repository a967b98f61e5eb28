/** Each of the tasks by whichever worker is free. */
export async function shareOut<Worker, Task>(
  workers: readonly Worker[],
  tasks: readonly Task[],
  work: (worker: Worker, task: Task) => Promise<void>,
): Promise<void> {
  const left = tasks.values();
  await Promise.all(
    workers.map(async (worker) => {
      for (const task of left) await work(worker, task);
    }),
  );
}
