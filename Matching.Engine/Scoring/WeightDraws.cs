using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Matching.Engine.Scoring;

/// <summary>
/// Weights drawn from their ranges, and numbers with which unknown facts are drawn: fixed by the criteria version, common to every ranking,
/// so that two rankings differ by their facts and never by luck.
/// </summary>
internal sealed class WeightDraws
{
    /// <summary>How many draws.</summary>
    public const int Count = 256;

    private const int FactNumbers = 64;
    private readonly uint[] _facts;

    /// <summary>Weight in hundredths by criterion and draw, <c>[criterion * Count + draw]</c>.</summary>
    public int[] Weights { get; }

    public WeightDraws(string criteriaVersion, Criterion[] criteria)
    {
        var numbers = new FixedNumbers(SHA256.HashData(Encoding.UTF8.GetBytes(criteriaVersion)));
        Weights = new int[criteria.Length * Count];
        for (var draw = 0; draw < Count; draw++)
        {
            for (var criterion = 0; criterion < criteria.Length; criterion++)
                Weights[criterion * Count + draw] =
                    criteria[criterion].Low + (int)numbers.Below((uint)(criteria[criterion].High - criteria[criterion].Low + 1));
        }
        _facts = new uint[FactNumbers * Count];
        for (var i = 0; i < _facts.Length; i++)
            _facts[i] = numbers.Next();
    }

    /// <summary>Which share, out of <paramref name="total"/>, a fact takes in a draw.</summary>
    public int ShareOf(int fact, int draw, int total) => (int)((ulong)_facts[fact % FactNumbers * Count + draw] * (uint)total >> 32);

    /// <summary>PCG-XSH-RR 32 (O'Neill 2014): small, integer, and the same on every machine for ever.</summary>
    private struct FixedNumbers
    {
        private const ulong Multiplier = 6364136223846793005;
        private readonly ulong _increment;
        private ulong _state;

        public FixedNumbers(ReadOnlySpan<byte> seed)
        {
            _state = BinaryPrimitives.ReadUInt64LittleEndian(seed);
            _increment = BinaryPrimitives.ReadUInt64LittleEndian(seed[8..]) | 1;
            Next();
        }

        public uint Next()
        {
            var old = _state;
            _state = old * Multiplier + _increment;
            var shifted = (uint)(((old >> 18) ^ old) >> 27);
            var turn = (int)(old >> 59);
            return shifted >> turn | shifted << (-turn & 31);
        }

        /// <summary>A number below <paramref name="limit"/>, by multiplication; the bias is below limit / 2^32.</summary>
        public uint Below(uint limit) => (uint)((ulong)Next() * limit >> 32);
    }
}
