using System.Collections.Concurrent;
using Matching.Api.Models;
using Matching.Api.ReferenceData;
using Matching.Engine.Localization;

namespace Matching.Api.Training;

/// <summary>
/// Trains in the background, one run at a time. What a run is at is asked for; runs are forgotten when the service stops, the models they
/// made are not. A run that the service stops in makes nothing.
/// </summary>
public sealed partial class TrainingRuns(
    ModelFolders folders,
    LearningData learning,
    ActiveModel inForce,
    TimeProvider clock,
    ILogger<TrainingRuns> logger
) : IDisposable
{
    private const int MostKept = 50;
    private const int MostPercentWhileRunning = 99;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, TrainingRun> _runs = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private string? _running;

    /// <summary>Begins one; null while another runs.</summary>
    /// <param name="trainer">How.</param>
    /// <param name="seed">Of everything drawn.</param>
    /// <param name="read">Reads the data, or says what is wrong with them.</param>
    public TrainingRun? Begin(TrainerKind trainer, int seed, Func<CancellationToken, Task<TrainingData>> read)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("D");
        var run = new TrainingRun(id, TrainingState.Running, 0, Timestamp(), null, null, []);
        lock (_gate)
        {
            if (_running is not null)
                return null;
            _running = id;
            _runs[id] = run;
            foreach (var old in _runs.Keys.Order(StringComparer.Ordinal).SkipLast(MostKept).ToList())
                _runs.TryRemove(old, out _);
        }
        _ = RunAsync(run, trainer, seed, read);
        return run;
    }

    /// <summary>What a run is at; null when there is none of that id.</summary>
    public TrainingRun? Find(string id) => _runs.GetValueOrDefault(id);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task RunAsync(TrainingRun run, TrainerKind trainer, int seed, Func<CancellationToken, Task<TrainingData>> read)
    {
        var stopping = _stopping.Token;
        try
        {
            await Task.Yield(); // Who asked for it is answered meanwhile.
            var data = await read(stopping);
            if (data.Set is not { } set)
            {
                End(run with { State = TrainingState.Refused, Faults = [.. data.Faults.Select(TrainingFault.Of)] });
                return;
            }
            if (ModelTraining.FaultOf(trainer, set) is { } tooFew)
            {
                End(run with { State = TrainingState.Refused, Faults = [TrainingFault.Of(tooFew)] });
                return;
            }
            var trained = await OnItsOwnThreadAsync(() =>
                ModelTraining.Run(
                    new TrainingRequest(set, trainer, seed, inForce.Current?.Model, data.DataSheet),
                    learning,
                    share =>
                    {
                        stopping.ThrowIfCancellationRequested();
                        _runs[run.Id] = run with { Percent = Math.Min(MostPercentWhileRunning, (int)(100 * share)) };
                    },
                    stopping
                )
            );
            stopping.ThrowIfCancellationRequested();
            folders.Write(trained.Model.Version, trained.Files);
            End(run with { State = TrainingState.Done, Percent = 100, Version = trained.Model.Version });
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The service stops, and who asks later is reported that there is no such run.
        }
        catch (Exception fault)
        {
            LogFailure(logger, run.Id, fault);
            End(run with { State = TrainingState.Failed });
        }
    }

    /// <summary>Runs what takes long on a thread that comes after those that answer callers.</summary>
    private static Task<T> OnItsOwnThreadAsync<T>(Func<T> work)
    {
        var outcome = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                outcome.SetResult(work());
            }
            catch (Exception fault)
            {
                outcome.SetException(fault);
            }
        })
        {
            IsBackground = true,
            Priority = ThreadPriority.BelowNormal,
            Name = "training",
        }.Start();
        return outcome.Task;
    }

    private void End(TrainingRun run)
    {
        _runs[run.Id] = run with { EndedAt = Timestamp() };
        lock (_gate)
            _running = null;
    }

    private string Timestamp() => Storage.Timestamp.Of(clock.GetUtcNow());

    [LoggerMessage(Level = LogLevel.Error, Message = "The training run {Id} failed on our side")]
    private static partial void LogFailure(ILogger logger, string id, Exception fault);
}

/// <summary>A training run as it stands.</summary>
/// <param name="State">Where it is.</param>
/// <param name="Percent">How much of the work is done.</param>
/// <param name="StartedAt">When it began, UTC.</param>
/// <param name="EndedAt">When it ended, UTC; null while it runs.</param>
/// <param name="Version">The model it made; null unless it is done.</param>
/// <param name="Faults">What is wrong with the data, where they were refused.</param>
public sealed record TrainingRun(
    string Id,
    TrainingState State,
    int Percent,
    string StartedAt,
    string? EndedAt,
    string? Version,
    IReadOnlyList<TrainingFault> Faults
)
{
    /// <summary>As a reader of the language is told it.</summary>
    internal TrainingRun In(Language language) => this with { Faults = [.. Faults.Select(fault => fault.In(language))] };
}

/// <summary>Where a training run is.</summary>
public enum TrainingState
{
    Running,

    /// <summary>A model was made.</summary>
    Done,

    /// <summary>The data have faults; nothing was trained.</summary>
    Refused,

    /// <summary>Something went wrong on our side.</summary>
    Failed,
}
