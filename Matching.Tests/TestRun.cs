using NUnit.Framework;

// What needs the whole process or the machine for itself says so with NonParallelizable; Conventions/TestConventionTests knows what that
// is.
[assembly: Parallelizable(ParallelScope.Fixtures)]
// Fixtures of the service wait for the disk and for each other much of the time.
[assembly: LevelOfParallelism(4)]
