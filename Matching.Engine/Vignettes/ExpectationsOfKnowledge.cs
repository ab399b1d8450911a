namespace Matching.Engine.Vignettes;

/// <content>What the reader is reported, and what is named as not known.</content>
public abstract partial record Expectation
{
    /// <summary>The answer has a notice.</summary>
    public sealed record HasNotice(string Code) : Expectation
    {
        internal const string Field = "notice";

        public override Remark Expected => Remark.Of("expect-notice", ("notice", [Words.Notice(Code)]));

        internal static Expectation? Read(ExpectationReader reader) => reader.Notice(Field) is { } code ? new HasNotice(code) : null;

        internal override Remark? Missed(Observed observed) =>
            observed.Answer.Notices.Any(notice => notice.Code == Code)
                ? null
                : Remark.Of(
                    "seen-notices",
                    ("notices", [.. observed.Answer.Notices.Select(notice => Words.Notice(notice.Code)).Distinct()])
                );
    }

    /// <summary>The answer lacks a notice.</summary>
    public sealed record NoNotice(string Code) : Expectation
    {
        internal const string Field = "noNotice";

        public override Remark Expected => Remark.Of("expect-no-notice", ("notice", [Words.Notice(Code)]));

        internal static Expectation? Read(ExpectationReader reader) => reader.Notice(Field) is { } code ? new NoNotice(code) : null;

        internal override Remark? Missed(Observed observed) =>
            observed.Answer.Notices.Any(notice => notice.Code == Code)
                ? Remark.Of("seen-notices", ("notices", [Words.Notice(Code)]))
                : null;
    }

    /// <summary>A fact is named as not known.</summary>
    public sealed record Gap(string Path) : Expectation
    {
        internal const string Field = "gap";

        public override Remark Expected => Remark.Of("expect-gap", ("fact", [Words.Fact(Path)]));

        internal static Expectation? Read(ExpectationReader reader) => reader.Fact(Field) is { } path ? new Gap(path) : null;

        internal override Remark? Missed(Observed observed) =>
            observed.Answer.KnowledgeGaps.Any(gap => gap.Field == Path) ? null : Remark.Of("seen-no-gap", ("fact", [Words.Fact(Path)]));
    }

    /// <summary>A fact is not named as not known.</summary>
    public sealed record NoGap(string Path) : Expectation
    {
        internal const string Field = "noGap";

        public override Remark Expected => Remark.Of("expect-no-gap", ("fact", [Words.Fact(Path)]));

        internal static Expectation? Read(ExpectationReader reader) => reader.Fact(Field) is { } path ? new NoGap(path) : null;

        internal override Remark? Missed(Observed observed) =>
            observed.Answer.KnowledgeGaps.Any(gap => gap.Field == Path) ? Remark.Of("seen-gap", ("fact", [Words.Fact(Path)])) : null;
    }
}
