# Chạy tusoi và ghi nhật ký; Task Scheduler gọi tệp này khi máy khởi động, xem install.ps1.
[CmdletBinding()]
param(
    [string]$DataDir = (Join-Path $env:ProgramData 'tusoi')
)

$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
$program = Join-Path $root '.venv\Scripts\tusoi.exe'
$log = Join-Path $DataDir 'tusoi.log'

$env:PYTHONUTF8 = '1'
$env:TUSOI_DATA_DIR = $DataDir
Set-Location -LiteralPath $DataDir

# Nhật ký cũ hơn 10 MB được cất sang một bên, chỉ giữ một bản.
$old = Get-Item -LiteralPath $log -ErrorAction SilentlyContinue
if ($old -and $old.Length -gt 10485760) {
    Move-Item -LiteralPath $log -Destination "$log.1" -Force
}

# cmd chuyển nguyên từng byte UTF-8; toán tử của PowerShell 5.1 sẽ ghi UTF-16.
& cmd.exe /d /c "`"`"$program`" run >> `"$log`" 2>&1`""
exit $LASTEXITCODE
