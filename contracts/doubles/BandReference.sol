// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// @title BandReference
/// @notice A stand-in for Band's standard reference contract, for tests and the demonstration run: rates of symbols in
/// dollars that the owner relays, and quotients of two of them for everyone.
/// @dev Warning: the owner decides on every rate. It must never price anything on a chain with real funds.
contract BandReference is Ownable {
    /// @dev One slot: rate 64 | resolve time 64 | request 64 bits.
    /// @param rate Dollars per unit, 1e9
    /// @param resolveTime Unix seconds
    /// @param requestId Number of the request that resolved it
    struct RefData {
        uint64 rate;
        uint64 resolveTime;
        uint64 requestId;
    }

    /// @param rate Base in units of quote, wad
    /// @param lastUpdatedBase Unix seconds
    /// @param lastUpdatedQuote Unix seconds
    struct ReferenceData {
        uint256 rate;
        uint256 lastUpdatedBase;
        uint256 lastUpdatedQuote;
    }

    uint256 private constant DOLLAR = 1e9;
    bytes32 private constant DOLLAR_SYMBOL = keccak256("USD");

    /// @notice What was last relayed for a symbol.
    mapping(string symbol => RefData) public refs;

    event RefDataUpdate(string symbol, uint64 rate, uint64 resolveTime, uint64 requestId);

    error RefDataNotAvailable(string symbol);
    error LengthMismatch(uint256 symbols, uint256 others);

    constructor(address owner_) Ownable(owner_) {}

    /// @notice Writes new rates; one that is not newer than what is there is skipped.
    /// @param rates Dollars per unit, 1e9
    /// @param resolveTimes Unix seconds
    function relay(
        string[] calldata symbols,
        uint64[] calldata rates,
        uint64[] calldata resolveTimes,
        uint64[] calldata requestIds
    ) external onlyOwner {
        _relay(symbols, rates, resolveTimes, requestIds, false);
    }

    /// @notice Writes a rate of now.
    /// @param rate Dollars per unit, 1e9
    function transmit(string calldata symbol, uint64 rate) external onlyOwner {
        _write(symbol, RefData(rate, uint64(block.timestamp), refs[symbol].requestId + 1));
    }

    /// @notice Writes rates over what is there, newer or not.
    /// @param rates Dollars per unit, 1e9
    /// @param resolveTimes Unix seconds
    function forceRelay(
        string[] calldata symbols,
        uint64[] calldata rates,
        uint64[] calldata resolveTimes,
        uint64[] calldata requestIds
    ) external onlyOwner {
        _relay(symbols, rates, resolveTimes, requestIds, true);
    }

    /// @notice Several pairs at once.
    function getReferenceDataBulk(
        string[] calldata bases,
        string[] calldata quotes
    ) external view returns (ReferenceData[] memory data) {
        require(bases.length == quotes.length, LengthMismatch(bases.length, quotes.length));
        data = new ReferenceData[](bases.length);
        for (uint256 i = 0; i < bases.length; ++i) data[i] = getReferenceData(bases[i], quotes[i]);
    }

    /// @notice `base` in units of `quote`; "USD" is always known, and of now. Reverts if either is unknown.
    function getReferenceData(
        string calldata base,
        string calldata quote
    ) public view returns (ReferenceData memory data) {
        (uint256 baseRate, uint256 baseTime) = _lookUp(base);
        (uint256 quoteRate, uint256 quoteTime) = _lookUp(quote);
        return ReferenceData((baseRate * 1e18) / quoteRate, baseTime, quoteTime);
    }

    function _relay(
        string[] calldata symbols,
        uint64[] calldata rates,
        uint64[] calldata resolveTimes,
        uint64[] calldata requestIds,
        bool force
    ) private {
        _requireLengths(symbols.length, rates.length, resolveTimes.length, requestIds.length);
        for (uint256 i = 0; i < symbols.length; ++i) {
            if (!force && resolveTimes[i] <= refs[symbols[i]].resolveTime) continue;
            _write(symbols[i], RefData(rates[i], resolveTimes[i], requestIds[i]));
        }
    }

    function _lookUp(string calldata symbol) private view returns (uint256 rate, uint256 time) {
        if (keccak256(bytes(symbol)) == DOLLAR_SYMBOL) return (DOLLAR, block.timestamp);
        RefData memory data = refs[symbol];
        require(data.resolveTime != 0, RefDataNotAvailable(symbol));
        return (data.rate, data.resolveTime);
    }

    function _write(string calldata symbol, RefData memory data) private {
        refs[symbol] = data;
        emit RefDataUpdate(symbol, data.rate, data.resolveTime, data.requestId);
    }

    function _requireLengths(uint256 symbols, uint256 rates, uint256 times, uint256 requests) private pure {
        require(symbols == rates, LengthMismatch(symbols, rates));
        require(symbols == times, LengthMismatch(symbols, times));
        require(symbols == requests, LengthMismatch(symbols, requests));
    }
}
