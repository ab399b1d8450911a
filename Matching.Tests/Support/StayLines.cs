namespace Matching.Tests.Support;

/// <summary>Files of stays for tests that need more children than the shipped example has.</summary>
public static class StayLines
{
    private const int Children = 24;

    /// <summary>A file of so many children, each with one stay, that every trainer makes a model of it.</summary>
    public static string EnoughForEveryTrainer =>
        string.Join(
            '\n',
            [
                "stay,child,placement,start,end,ending,endedBy,movedTo,reportedBy,track,watchedUntil,factsAsOf,child.ageYears,child.sex",
                .. Enumerable.Range(0, Children).Select(number => $"stay-{number},child-{number},{Of(number)}"),
                "",
            ]
        );

    private static string Of(int number) =>
        (number % 3) switch
        {
            0 => $"childrens-home-general,2022-02-{1 + number:00},2022-05-10,breakdown,child,,place,social,,2022-01-20,14,female",
            1 => $"childrens-home-general,2022-02-{1 + number:00},2022-06-20,breakdown,place,,place,social,,2022-01-20,15,male",
            _ => $"foster-general,2022-02-{1 + number:00},,,,,,social,2024-06-30,2022-01-20,12,female",
        };
}
